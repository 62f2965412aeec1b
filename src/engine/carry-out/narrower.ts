import type { Facts } from '../../decision/facts.ts'
import type { Attachment, Mail } from '../../message/mail.ts'
import type { Words } from '../../notification/relay.ts'
import { standsFor } from '../../notification/reply-html.ts'
import type { Reader } from '../../store/database.ts'
import { hiddenFilesOf } from '../../store/hidden-files.ts'

type Narrower = NonNullable<Words['narrower']>

/** Which attachments of a mail that becomes an entry are not for all to whom its words are. */
export async function narrowerFiles(
  reader: Reader,
  ticket: number,
  mail: Mail,
  { forward }: Pick<Facts, 'forward'>,
  direction: 'in' | 'out' | 'note',
): Promise<Narrower> {
  if (mail.attachments.length === 0) return new Map()
  if (direction === 'out') return await quotedPictures(reader, ticket, mail)
  return forward ? commentPictures(mail, forward.comment) : new Map()
}

/**
 * Mail programs send the pictures of what they quote along with an answer: those of a note are for
 * whom the note is. A picture that the answer itself shows is one of the answer.
 */
async function quotedPictures(
  reader: Reader,
  ticket: number,
  { attachments, replyHtml }: Mail,
): Promise<Narrower> {
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

/** What an agent shows above a mail that is passed on is for the vendor, as the words there are. */
function commentPictures({ attachments, replyHtml }: Mail, comment: string): Narrower {
  const own = comment === '' ? null : standsFor(replyHtml ?? '', [comment])
  const shown = attachments.filter((one) => isPicture(one) && isShown(one, own?.html ?? ''))
  return new Map(shown.map(({ index }) => [index, 'vendor'] as const))
}

function isPicture({ type, contentId }: Attachment): boolean {
  return contentId !== null && type.startsWith('image/')
}

function isShown({ contentId }: Attachment, html: string): boolean {
  return html.includes(`"cid:${contentId}"`)
}
