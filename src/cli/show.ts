/** What stands in mails and is shown on a terminal: escape sequences would act on it. */
export function showText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '')
}

/** A sentence with its full stop: what a server or library said at its end may have none. */
export function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** An instant (UTC ISO-8601) as people of the desk write it: `2026-11-21 20:34`. */
export function showInstant(at: string, timeZone: string): string {
  const format = { dateStyle: 'short', timeStyle: 'short', timeZone } as const
  return new Intl.DateTimeFormat('sv-SE', format).format(new Date(at))
}

/** A text with every instant in it (UTC ISO-8601) as people of the desk write it. */
export function showInstants(text: string, timeZone: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\b/g, (at) =>
    showInstant(at, timeZone),
  )
}

/** A number with its word: `1 credit`, `2 credits`. */
export function counted(count: number, word: string, words = `${word}s`): string {
  return `${count} ${Math.abs(count) === 1 ? word : words}`
}

/** Which mails were decided again, as a line; empty for none. */
export function releasedLine(released: number[]): string {
  if (released.length === 0) return ''
  const mails = released.length === 1 ? 'mail' : 'mails'
  return `Held ${mails} released: ${released.join(', ')}.\n`
}

/** Which tickets became those of an account, as a line; empty for none. */
export function attachedLine(attached: number[]): string {
  if (attached.length === 0) return ''
  return attached.length === 1
    ? `Ticket ${attached[0]} is one of the account now.\n`
    : `Tickets ${attached.join(', ')} are those of the account now.\n`
}
