/** Said of whom an account does not know any more. */
export const DISABLED = 'the person was disabled'

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

/** The same, or that the person behind the address is disabled: then without a time. */
export type Silenced = Omit<Suppression, 'kind' | 'since'> & {
  kind: Suppression['kind'] | 'disabled'
  since: string | null
}

/**
 * Why a mail is kept back; null when it may leave. Who complained of what the desk says by itself
 * is still sent what a person writes to them: they asked that person.
 */
export function whyKeptBack(
  suppression: Silenced | undefined,
  mail: { autoSubmitted: string | null },
): string | null {
  if (!suppression) return null
  const { kind, address, reason } = suppression
  if (kind !== 'complained') return `Nothing is sent to ${address}: ${reason}`
  return mail.autoSubmitted === null
    ? null
    : `Nothing automatic is sent to ${address}, whose reader complained: ${reason}`
}

/** What has to be done before mails leave to the address again. */
export function wayBack({ kind, address }: Silenced): string {
  const verb = kind === 'disabled' ? 'enable' : 'unsuppress'
  return `\`ticketd contact ${verb} ${address}\` first.`
}
