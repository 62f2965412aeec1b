import { createHash } from 'node:crypto'

/** What a Message-ID is looked up by: ids may be long, and some servers change their case. */
export function idHash(messageId: string): string {
  return createHash('sha256').update(messageId.toLowerCase()).digest('hex')
}
