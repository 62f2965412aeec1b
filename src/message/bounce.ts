import type { Headers } from './headers.ts'
import type { Bounce } from './mail.ts'
import type { RawAttachment } from './mime.ts'

export function bounceOf(
  _headers: Headers,
  _attachments: RawAttachment[],
  _text: string,
): Bounce | null {
  return null
}
