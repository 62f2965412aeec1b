import { createReadStream } from 'node:fs'
import type { AttachmentRef } from '../notification/notice.ts'
import type { Letter } from '../store/outbox.ts'
import { type LeftOut, sortOut } from './attachments.ts'
import { bodyOf, boundaryOf } from './body.ts'
import { base64Lines, parameter } from './encode.ts'
import { headersOf } from './headers.ts'
import type { MailBytes } from './source.ts'

/** Where the bytes of an attachment are while its mail is sent. */
export type AttachmentSource = { content: Buffer } | { path: string; release(): Promise<void> }

/** The attachments in the order asked for; null for what is no longer stored. */
export type AttachmentFiles = (refs: AttachmentRef[]) => Promise<(AttachmentSource | null)[]>

export interface Making {
  /** The desk's domain. */
  domain: string
  /** Largest mail, in bytes: attachments beyond it are left out and named. */
  maxBytes: number
  attachmentFiles: AttachmentFiles
}

/** A mail as bytes; `release` once they are sent or not wanted any more. */
export interface MadeMail {
  bytes: MailBytes
  release(): Promise<void>
}

/**
 * The bytes of a mail: the same each time for the same row and the same limit. Text and HTML, and
 * the attachments streamed. Throws when it cannot be made.
 */
export async function makeMail(letter: Letter, making: Making): Promise<MadeMail> {
  const headers = headersOf(letter, making.domain)
  if (letter.attachments.length === 0) {
    const lines = [...headers, ...bodyOf(letter, [])]
    return { bytes: Buffer.from(lines.join('\r\n')), release: async () => {} }
  }
  const room = making.maxBytes - 2 * Buffer.byteLength(letter.text + letter.html) - ROOM_FOR_REST
  const { kept, tooBig } = sortOut(letter.attachments, room)
  const sources = kept.length === 0 ? [] : await making.attachmentFiles(kept)
  const found = kept.map((ref, i) => ({ ref, source: sources[i] ?? null }))
  const leftOut: LeftOut[] = [
    ...tooBig.map((ref) => ({ ref, because: 'too big' as const })),
    ...found.flatMap(({ ref, source }) => (source ? [] : [{ ref, because: 'gone' as const }])),
  ]
  const attached = found.filter((it): it is Attached => it.source !== null)
  return {
    bytes: pieces(letter, headers, bodyOf(letter, leftOut), attached),
    async release() {
      for (const { source } of attached) if ('release' in source) await source.release()
    },
  }
}

/** Headers, boundaries and what the notes about left-out attachments need. */
const ROOM_FOR_REST = 16 * 1024

type Attached = { ref: AttachmentRef; source: AttachmentSource }

/**
 * Pictures that the HTML shows stand with it in a multipart/related (RFC 2387), everything else
 * behind them in a multipart/mixed; a multipart of one part is left out.
 */
async function* pieces(
  letter: Letter,
  headers: string[],
  body: string[],
  attached: Attached[],
): AsyncGenerator<Buffer> {
  const shown = attached.filter(({ ref }) => isShown(ref, letter)).map(inline)
  const others = attached.filter(({ ref }) => !isShown(ref, letter))
  const [mixed, related] = [boundaryOf(letter, 'mixed'), boundaryOf(letter, 'related')]
  const head = [...headers]
  if (others.length > 0) head.push(...multipart('mixed', mixed), `--${mixed}`)
  if (shown.length > 0) head.push(...multipart('related', related), `--${related}`)
  yield Buffer.from([...head, ...body].join('\r\n'))
  yield* parts(shown, related)
  if (shown.length > 0 && others.length > 0) yield Buffer.from('\r\n')
  yield* parts(others, mixed)
}

function multipart(kind: 'mixed' | 'related', boundary: string): string[] {
  const type = kind === 'related' ? '; type="multipart/alternative"' : ''
  return [`Content-Type: multipart/${kind}${type}; boundary="${boundary}"`, '']
}

/** Text of people has its quotation marks escaped, so that only an element can say this. */
function isShown({ contentId }: AttachmentRef, { html }: Letter): boolean {
  return contentId !== null && html.includes(`src="cid:${contentId}"`)
}

function inline({ ref, source }: Attached): Attached {
  return { ref: { ...ref, inline: true }, source }
}

async function* parts(attached: Attached[], boundary: string): AsyncGenerator<Buffer> {
  if (attached.length === 0) return
  for (const { ref, source } of attached) {
    yield Buffer.from(['', `--${boundary}`, ...attachmentHeaders(ref), '', ''].join('\r\n'))
    if ('content' in source) yield* encoded([source.content])
    else yield* encoded(createReadStream(source.path, { highWaterMark: 57 * 1024 }))
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

/** Base64 lines hold 57 bytes each: what does not fill one waits for the next piece. */
async function* encoded(chunks: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const whole = bytes.length - (bytes.length % 57)
    for (let at = 0; at < whole; at += 57 * 1024) {
      yield Buffer.from(base64Lines(bytes.subarray(at, Math.min(at + 57 * 1024, whole))))
    }
    rest = bytes.subarray(whole)
  }
  if (rest.length > 0) yield Buffer.from(base64Lines(rest))
}

function attachmentHeaders(ref: AttachmentRef): string[] {
  const disposition = ref.inline ? 'inline' : 'attachment'
  const id = ref.contentId?.replace(/^<|>$/g, '') ?? ''
  return [
    `Content-Type: ${typeOf(ref)};\r\n ${parameter('name', ref.name)}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${disposition};\r\n ${parameter('filename', ref.name)}`,
    ...(/^[!-;=?-~]{1,900}$/.test(id) ? [`Content-ID: <${id}>`] : []),
  ]
}

/** RFC 2046 forbids base64 for messages and multiparts: they travel as plain bytes. */
function typeOf({ type }: AttachmentRef): string {
  const known = /^[a-z\d!#$&^_.+-]{1,60}\/[a-z\d!#$&^_.+-]{1,100}$/i.test(type)
  return known && !/^(multipart|message)\//i.test(type) ? type : 'application/octet-stream'
}
