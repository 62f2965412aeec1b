import { safeFileName } from './file-name.ts'
import { firstText, headersOf, splitHead } from './headers.ts'
import type { Attachment } from './mail.ts'
import type { RawAttachment } from './parts.ts'
import { oneLine } from './unicode.ts'

/** How far into a mail inside a mail its subject is looked for. */
const longestHead = 64 * 1024

/** The attachments of a mail, in their order; `index` counts them from 0. */
export function attachmentsOf(raw: RawAttachment[]): Attachment[] {
  return raw.map((part, index) => ({
    index,
    name: nameOf(part),
    type: oneLine(part.type),
    size: part.size,
    sha256: part.sha256,
    inline: isInline(part),
    contentId: part.contentId === null ? null : oneLine(part.contentId),
  }))
}

/** Pictures in a text have an id to be named by, and often no disposition. */
function isInline({ disposition, contentId }: RawAttachment): boolean {
  return disposition === 'inline' || (contentId !== null && disposition !== 'attachment')
}

function nameOf(part: RawAttachment): string {
  if (part.name !== null) return safeFileName(oneLine(part.name))
  const subject = part.type === 'message/rfc822' ? subjectOf(part) : ''
  if (subject !== '') return safeFileName(`${subject.replace(/[/\\]/g, '-')}.eml`)
  const extension =
    extensions[part.type] ?? part.type.match(/^(?:image|audio|video)\/([a-z0-9]{2,5})$/)?.[1]
  return extension ? `attachment.${extension}` : 'attachment'
}

/** A mail inside a mail rarely has a name; its own subject says what it is. */
function subjectOf({ bytes }: RawAttachment): string {
  if (!bytes) return ''
  const head = splitHead(bytes.subarray(0, longestHead)).lines
  return (firstText(headersOf(head), 'subject') ?? '').slice(0, 200).trim()
}

const extensions: Record<string, string> = {
  'message/rfc822': 'eml',
  'text/rfc822-headers': 'txt',
  'message/delivery-status': 'txt',
  'message/feedback-report': 'txt',
  'message/disposition-notification': 'txt',
  'text/calendar': 'ics',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/ms-tnef': 'dat',
}
