import { createHash } from 'node:crypto'
import type { RawAttachment } from './parts.ts'

/** A file that was packed into something else, with its bytes. */
export interface FileInside {
  attachment: RawAttachment
  bytes: Buffer
}

/** Such a file as the attachment that it is. */
export function fileInside(
  name: string | null,
  bytes: Buffer,
  type: string | null = null,
  contentId: string | null = null,
): FileInside {
  return {
    bytes,
    attachment: {
      type: type ?? 'application/octet-stream',
      name,
      disposition: null,
      contentId,
      related: false,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: null,
    },
  }
}
