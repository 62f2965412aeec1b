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

/** One line: line ends, tabs and control characters become a space. */
export function oneLine(text: string): string {
  return storable(text)
    .replace(/[\p{Cc}\u2028\u2029]+ */gu, ' ')
    .trim()
}
