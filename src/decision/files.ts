import type { Mail } from '../message/mail.ts'

/**
 * Whether a mail brings files that are a message by themselves: not what its HTML shows by an id,
 * such as the logo of a signature. Phones mark photos as inline, too, and give them no id.
 */
export function bringsFiles({ attachments }: Pick<Mail, 'attachments'>): boolean {
  return attachments.some(({ inline, contentId }) => !inline || contentId === null)
}
