import type { Readable } from 'node:stream'
import { Failure, sentence } from '../errors.ts'
import { attachedTextOf, forwardedAsAttachment } from './attached-mail.ts'
import { attachmentsOf } from './attachments.ts'
import { automaticOf } from './automatic.ts'
import { bodyOf, saysSomething } from './body.ts'
import { bounceOf } from './bounce.ts'
import { envelopeDefects } from './defects.ts'
import { fingerprintOf } from './fingerprint.ts'
import { forwardedOf } from './forwarded.ts'
import { headOf } from './head.ts'
import { headersOf } from './headers.ts'
import { replyHtmlOf } from './html/reply.ts'
import type { Mail } from './mail.ts'
import { type Mime, readMime } from './mime.ts'
import { notedHeaders } from './noted-headers.ts'
import { readPlainly } from './plain-reading.ts'
import { openMail } from './repair.ts'
import { foldText, withoutFolds } from './reply-text.ts'
import { oneLine } from './unicode.ts'

/**
 * Reads a mail. A Buffer is the fast way for ordinary mails; a stream costs no memory
 * for attachments of any size, which are hashed and not kept (`extract` finds them
 * again in the raw mail).
 *
 * A damaged mail is read as far as it can be, with what was wrong in `defects`. Rejects with a
 * permanent Failure `unreadable` only when not even its head and text could be told apart, and with
 * the stream's own error when the source fails.
 */
export async function parse(raw: Buffer | Readable): Promise<Mail> {
  const { source, beginning, defects } = await openMail(raw)
  const mime = await readMime(source)
  try {
    if (saysNothing(mime)) return mailOf(readPlainly(beginning, mime.broken), defects, null)
    return mailOf(mime, defects, await attachedTextOf(mime.attachments))
  } catch (cause) {
    return plainOrFailure(beginning, defects, cause)
  }
}

/** True when the parser found neither a head nor, in a body that is there, anything to show. */
function saysNothing(mime: Mime): boolean {
  return (
    mime.headerLines.length === 0 ||
    (mime.root === null && mime.wrapped === null && mime.attachments.length === 0)
  )
}

function plainOrFailure(beginning: Buffer, defects: string[], cause: unknown): Mail {
  try {
    return mailOf(readPlainly(beginning, sentence(cause)), defects, null)
  } catch {
    throw new Failure('unreadable', 'The mail cannot be read, not even as plain text', { cause })
  }
}

function mailOf(mime: Mime, repaired: string[], attachedText: string | null): Mail {
  const headers = headersOf(mime.headerLines)
  const { text, html, defects } = bodyOf(saysSomething(mime.root) ? mime.root : mime.wrapped)
  const attachments = attachmentsOf(mime.attachments)
  const head = headOf(headers)
  const folds = foldText(text)
  const reply = withoutFolds(text, folds)
  const automatic = automaticOf(headers, mime.attachments, head)
  const bounce = bounceOf(headers, mime.attachments, head, text)
  return {
    ...head,
    text,
    reply,
    folds,
    html,
    // Nobody is shown a machine's mail in its own colours.
    replyHtml: html === null || automatic || bounce ? null : replyHtmlOf(html, attachments),
    forwarded:
      forwardedOf(head.subject, text) ??
      (automatic || bounce
        ? null
        : forwardedAsAttachment({ subject: head.subject, reply }, mime.attachments, attachedText)),
    attachments,
    automatic,
    bounce,
    headers: notedHeaders(headers),
    fingerprint: fingerprintOf({ ...head, text, html, attachments }),
    defects: [
      ...repaired,
      ...(mime.broken ? [`The mail was read only in part: ${mime.broken}.`] : []),
      ...envelopeDefects(headers, head),
      ...defects,
      ...mime.defects,
      // They quote what the mail says.
    ].map(oneLine),
  }
}
