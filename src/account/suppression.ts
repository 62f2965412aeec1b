/**
 * Why an address is sent less, or nothing: its mail came back for good, or its reader complained.
 */
export interface Suppression {
  address: string
  kind: 'bounced' | 'complained'
  /** The server's words. */
  reason: string
  /** UTC ISO-8601. */
  since: string
  /** The mail of ours that came back. */
  outboxId: number | null
  /** The report about it; null when the address was refused at sending. */
  ledgerId: number | null
}

/**
 * Why a mail is kept back; null when it may leave. Who complained of what the desk says by itself
 * is still sent what a person writes to them: they asked that person.
 */
export function whyKeptBack(
  suppression: Suppression | undefined,
  mail: { autoSubmitted: string | null },
): string | null {
  if (!suppression) return null
  const { kind, address, reason } = suppression
  if (kind === 'bounced') return `Nothing is sent to ${address}: ${reason}`
  return mail.autoSubmitted === null
    ? null
    : `Nothing automatic is sent to ${address}, whose reader complained: ${reason}`
}
