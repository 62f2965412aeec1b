import type { Head } from './head.ts'
import { first, type Headers } from './headers.ts'
import type { Automatic } from './mail.ts'
import type { RawAttachment } from './mime.ts'

export function automaticOf(
  headers: Headers,
  _attachments: RawAttachment[],
  _head: Head,
): Automatic | null {
  const submitted = first(headers, 'auto-submitted')?.toLowerCase().split(/[\s;]/)[0] ?? 'no'
  if (submitted === 'no' || submitted === '') return null
  const kind = submitted === 'auto-replied' ? 'reply' : 'generated'
  return { kind, because: `Auto-Submitted says ${submitted} (RFC 3834).` }
}
