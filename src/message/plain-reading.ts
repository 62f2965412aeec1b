import { splitHead } from './headers.ts'
import type { Mime } from './mime.ts'

/**
 * The last way to read a mail: head and body by the first empty line, the body as text as it
 * stands. For mails whose MIME structure leads nowhere, so that what was written can still be seen.
 */
export function readPlainly(bytes: Buffer, broken: string | null): Mime {
  const { lines, body } = splitHead(bytes)
  const isBlank = body.every((byte) => byte <= 0x20)
  return {
    headerLines: lines,
    root: {
      kind: 'text',
      type: 'text/plain',
      charset: null,
      flowed: false,
      delSp: false,
      chunks: [body],
      cut: false,
    },
    wrapped: null,
    attachments: [],
    defects: [],
    broken:
      broken ??
      (isBlank ? null : 'its parts cannot be told apart, so the body is shown as it stands'),
  }
}
