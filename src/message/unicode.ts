/** Lone surrogates and NUL: what PostgreSQL, JSON readers and mail servers choke on. */
const unstorable = /\0|\p{Surrogate}/gu

/** Text that can be stored and sent anywhere: without NUL, a lone surrogate becomes U+FFFD. */
export function storable(text: string): string {
  return text.replace(unstorable, (found) => (found === '\0' ? '' : '\ufffd'))
}

/** All line ends as `\n`: CRLF, and the bare CR of old Macs and broken gateways. */
export function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** Marks that turn the direction of all that follows, whoever wrote it (UAX #9, 2.1 to 2.5). */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * One line: line ends, tabs and control characters become a space; nothing turns
 * what stands after it.
 */
export function oneLine(text: string): string {
  return storable(text)
    .replace(turning, '')
    .replace(/[\p{Cc}\u2028\u2029]+ */gu, ' ')
    .trim()
}
