import type { Attachment, Mail } from '../../message/mail.ts'
import type { Words } from '../../notification/relay.ts'
import type { Reader } from '../../store/database.ts'
import { hiddenFilesOf } from '../../store/hidden-files.ts'

/**
 * Mail programs send the pictures of what they quote along with an answer: those of a note are for
 * whom the note is. A picture that the answer itself shows is one of the answer.
 */
export async function quotedPictures(
  reader: Reader,
  ticket: number,
  { attachments, replyHtml }: Pick<Mail, 'attachments' | 'replyHtml'>,
): Promise<NonNullable<Words['narrower']>> {
  const quoted = attachments.filter((one) => isPicture(one) && !isShown(one, replyHtml ?? ''))
  const hidden = await hiddenFilesOf(
    reader,
    ticket,
    quoted.map(({ sha256 }) => sha256),
  )
  return new Map(
    quoted.flatMap(({ index, sha256 }) => {
      const audience = hidden.get(sha256)
      return audience === undefined ? [] : [[index, audience] as const]
    }),
  )
}

function isPicture({ type, contentId }: Attachment): boolean {
  return contentId !== null && type.startsWith('image/')
}

function isShown({ contentId }: Attachment, html: string): boolean {
  return html.includes(`"cid:${contentId}"`)
}
