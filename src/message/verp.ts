/**
 * Variable envelope return paths, where the mail host delivers `support+anything@` to `support@`: a
 * report comes back to an address that names the mail, whatever its server leaves out of it. Signed
 * like a Message-ID: `support+bounce-100042-3-0123456789ab@acme.test`, and for mails of no ticket
 * `support+bounce-17-0123456789ab@acme.test`.
 */
export type SentMail = { ticket: number; seq: number } | { row: number }

export type VerpToken = SentMail & { signature: string }

export function verpAddress(address: string, token: VerpToken): string {
  const at = address.lastIndexOf('@')
  const of = 'row' in token ? `${token.row}` : `${token.ticket}-${token.seq}`
  return `${address.slice(0, at)}+bounce-${of}-${token.signature}${address.slice(at)}`
}

/** The token in a return path of ours; null for any other address. A right shape is no proof. */
export function readVerpAddress(written: string, address: string): VerpToken | null {
  const at = address.lastIndexOf('@')
  const start = `${address.slice(0, at)}+bounce-`
  if (!written.startsWith(start) || !written.endsWith(address.slice(at))) return null
  const extension = written.slice(start.length, written.length - (address.length - at))
  const found = /^(\d{1,15})(?:-(\d{1,9}))?-([0-9a-f]{12})$/.exec(extension)
  if (!found) return null
  const [, first, seq, signature = ''] = found
  return seq === undefined
    ? { row: Number(first), signature }
    : { ticket: Number(first), seq: Number(seq), signature }
}
