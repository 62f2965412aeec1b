/** A mail as bytes: fields, an empty line, the body; line ends become CRLF. Fields left out stay out. */
export function mailBytes(
  fields: Record<string, string | string[]>,
  body: string | Buffer = '',
): Buffer {
  const lines = Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  )
  const bytes = typeof body === 'string' ? Buffer.from(body.replace(/\r?\n/g, '\r\n')) : body
  return Buffer.concat([Buffer.from(lines.join('')), Buffer.from('\r\n'), bytes])
}

/** The fields of an ordinary mail, to be changed where a test needs it. */
export const ordinary = {
  From: 'Ana Ruiz <ana@example.com>',
  To: 'support@acme.test',
  Subject: 'The phone does not ring',
  Date: 'Mon, 02 Nov 2026 10:00:00 +0000',
  'Message-ID': '<1@example.com>',
}

/** Parts of a multipart, each a head and a body. */
export function multipart(
  type: string,
  parts: string[],
  boundary = 'edge',
): [type: string, body: string] {
  const body = parts.map((part) => `--${boundary}\n${part}\n`).join('')
  return [`${type}; boundary="${boundary}"`, `${body}--${boundary}--\n`]
}
