/**
 * The Message-IDs that we give, and how we know them again. What they sign is in credentials/; here
 * is only their shape. Case is ignored on return: some servers change it.
 */

/** What our id names: a mail about a ticket (seq 0: the ticket's root, which nobody was sent). */
export type OwnId =
  | { kind: 'ticket'; ticket: number; seq: number; signature: string }
  | { kind: 'mail'; row: number; signature: string }
  | { kind: 'probe'; token: string; signature: string }

export function ownMessageId(id: OwnId, domain: string): string {
  switch (id.kind) {
    case 'ticket':
      return `<ticket.${id.ticket}.${id.seq}.${id.signature}@${domain}>`
    case 'mail':
      return `<mail.${id.row}.${id.signature}@${domain}>`
    case 'probe':
      return `<probe.${id.token}.${id.signature}@${domain}>`
  }
}

/** Reads one of our ids; null for anything else. A right shape is no proof: the signature is. */
export function readOwnMessageId(messageId: string, domain: string): OwnId | null {
  const found = /^<?(ticket|mail|probe)\.([a-z0-9.]{1,60})@([^<>\s@]{1,255})>?$/i.exec(messageId)
  if (!found || found[3]?.toLowerCase() !== domain.toLowerCase()) return null
  const parts = (found[2] ?? '').toLowerCase().split('.')
  const signature = parts.at(-1) ?? ''
  if (!/^[0-9a-f]{12}$/.test(signature)) return null
  const kind = found[1]?.toLowerCase()
  if (kind === 'ticket' && parts.length === 3) {
    const [ticket, seq] = [wholeNumber(parts[0]), wholeNumber(parts[1])]
    return ticket === null || seq === null ? null : { kind, ticket, seq, signature }
  }
  if (parts.length !== 2) return null
  if (kind === 'probe') return { kind, token: parts[0] ?? '', signature }
  const row = wholeNumber(parts[0])
  return kind !== 'mail' || row === null ? null : { kind, row, signature }
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}
