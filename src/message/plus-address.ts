/**
 * Reply addresses of a ticket, where the mail host delivers `support+anything@` to `support@`.
 * Signed like a Message-ID: `support+100042-3-0123456789ab@acme.test`.
 */
export interface PlusToken {
  ticket: number
  seq: number
  signature: string
}

export function plusAddress(address: string, token: PlusToken): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${token.ticket}-${token.seq}-${token.signature}${address.slice(at)}`
}

/** The token in an address of ours; null for the bare address, another's, or another extension. */
export function readPlusAddress(written: string, address: string): PlusToken | null {
  const at = address.lastIndexOf('@')
  const start = `${address.slice(0, at)}+`
  if (!written.startsWith(start) || !written.endsWith(address.slice(at))) return null
  const extension = written.slice(start.length, written.length - (address.length - at))
  const found = /^(\d{1,15})-(\d{1,9})-([0-9a-f]{12})$/.exec(extension)
  return found
    ? { ticket: Number(found[1]), seq: Number(found[2]), signature: found[3] as string }
    : null
}

/** `support+anything@acme.test` as `support@acme.test`. */
export function withoutExtension(address: string): string {
  return address.replace(/\+[^@]*@/, '@')
}
