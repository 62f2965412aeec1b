import { createHash } from 'node:crypto'
import fc from 'fast-check'

/** A well-formed part: its bytes, and what a reader has to find in it. */
export interface Tree {
  bytes: Buffer
  /** SHA-256 of the attachments, in their order. */
  hashes: string[]
}

const newline = Buffer.from('\r\n')

/** Mails of a valid structure with any contents: charsets, encodings, nesting, names. */
export const trees: fc.Arbitrary<Tree> = fc.letrec<{ part: Tree; text: Tree; file: Tree }>(
  (tie) => ({
    text: fc
      .tuple(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.constantFrom('plain', 'html', 'plain; format=flowed'),
        fc.constantFrom('8bit', 'base64', 'quoted-printable'),
      )
      .map(([text, type, encoding]) => textPart(text, type, encoding)),
    file: fc
      .tuple(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
      )
      .map(([content, name]) => filePart(Buffer.from(content), name)),
    part: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      tie('text'),
      tie('file'),
      fc
        .tuple(
          fc.constantFrom('mixed', 'alternative', 'related', 'report; report-type=delivery-status'),
          fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
          fc.nat(),
        )
        .map(([type, parts, number]) => multipart(type, parts, `=_${number}`)),
    ),
  }),
).part

function textPart(text: string, type: string, encoding: string): Tree {
  const bytes = Buffer.from(text)
  return {
    bytes: Buffer.from(
      `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encoded(bytes, encoding)}`,
    ),
    hashes: [],
  }
}

function encoded(bytes: Buffer, encoding: string): string {
  if (encoding === 'base64') return bytes.toString('base64')
  if (encoding === '8bit') return bytes.toString()
  return [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

function filePart(content: Buffer, name: string): Tree {
  const plain = encodeURIComponent(name)
  const head = `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''${plain}`
  const body = content.toString('base64').replace(/.{76}/g, '$&\r\n')
  return {
    bytes: Buffer.from(`${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`),
    hashes: [createHash('sha256').update(content).digest('hex')],
  }
}

function multipart(type: string, parts: Tree[], boundary: string): Tree {
  // A boundary inside a boundary of the same name would be no valid mail.
  const own = `${boundary}.${parts.reduce((sum, { bytes }) => sum + bytes.length, 0)}`
  const edge = Buffer.from(`--${own}\r\n`)
  const head = Buffer.from(`Content-Type: multipart/${type}; boundary="${own}"\r\n\r\n`)
  const inside = parts.flatMap(({ bytes }) => [edge, bytes, newline])
  return {
    bytes: Buffer.concat([head, ...inside, Buffer.from(`--${own}--\r\n`)]),
    hashes: parts.flatMap(({ hashes }) => hashes),
  }
}
