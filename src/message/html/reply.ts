import type { Attachment } from '../mail.ts'
import { PICTURE_MARK, PLAIN_MARK, sanitise } from './sanitise.ts'

/** So much HTML is passed on at most: every reader gets a copy. */
const longest = 100 * 1024

/**
 * What the writer newly wrote, as harmless HTML: quotes that mail programs put into elements
 * of their own are left out, and whatever follows our own marker line. Null when there is
 * nothing to show, or too much. It is a guess like any fold: who shows it compares its words
 * with those of the text.
 */
export function replyHtmlOf(html: string, attachments: readonly Attachment[]): string | null {
  const cids = shownPictures(attachments)
  const own = withoutNames(sanitise(beforeOlderMail(html), cids, isQuote))
  const marker = own.indexOf('##-')
  const reply = marker < 0 ? own : sanitise(own.slice(0, marker), cids, isQuote)
  const isEmpty = !/\S/.test(reply.replace(/<(?!img\b)[^>]*>|&nbsp;/g, ''))
  return isEmpty || reply.length > longest ? null : reply
}

/**
 * A picture's name is shown in its place and can be compared with nothing: a quote may hide in it.
 */
function withoutNames(sanitised: string): string {
  return sanitised.replace(/(<img\b[^>]*? alt=")[^"]*/g, '$1').replace(PICTURE_MARK, PLAIN_MARK)
}

/** Pictures of the mail itself, by Content-ID; SVG is a document and not only a picture. */
function shownPictures(attachments: readonly Attachment[]): Set<string> {
  const isPicture = ({ type }: Attachment) => /^image\/(?:png|jpe?g|gif|webp|bmp)$/i.test(type)
  return new Set(attachments.filter(isPicture).flatMap(({ contentId }) => contentId ?? []))
}

const QUOTE_CLASSES = new Set(
  (
    'gmail_quote gmail_quote_container gmail_extra gmail_attr moz-cite-prefix moz-forward-container ' +
    'yahoo_quoted yahoo-quoted-begin protonmail_quote tutanota_quote zmail_extra ' +
    'ms-outlook-mobile-reference-message freebirdfxquote freshdesk_quote front-quote hs_reply ' +
    'missive_quote nylas-quote quotedmailattribution samsung_quote thread-quote wisestamp_quote'
  ).split(' '),
)

const QUOTE_IDS = new Set(
  (
    'divrplyfwdmsg appendonsend mail-editor-reference-message-container reply-intro ' +
    'replybody1 isforwardcontent orig-message replywithquote yahoo_quoted protonmail_quote'
  ).split(' '),
)

const QUOTE_NAMES = new Set(['quote', 'messagereplysection'])

function isQuote(element: string, attributes: Record<string, string>): boolean {
  if (element === 'blockquote' && attributes.type?.toLowerCase() === 'cite') return true
  const { class: classes = '', id = '', name = '' } = attributes
  return (
    withoutPrefix(classes).some((one) => QUOTE_CLASSES.has(one)) ||
    withoutPrefix(id).some((one) => QUOTE_IDS.has(one)) ||
    (element === 'div' && QUOTE_NAMES.has(name.toLowerCase()))
  )
}

/** Outlook on the web puts `x_` before names that came in with a mail. */
function withoutPrefix(names: string): string[] {
  return names
    .slice(0, 500)
    .toLowerCase()
    .split(/\s+/)
    .map((name) => name.replace(/^(?:x_)+/, ''))
}

/**
 * The HTML above the point where the older mail begins, for programs that put it behind a line and
 * not into an element: Outlook and Zimbra.
 */
function beforeOlderMail(html: string): string {
  const found = OLDER_MAIL.exec(html)
  return found ? html.slice(0, found.index) : html
}

const OLDER_MAIL = new RegExp(
  [
    `<div\\s[^<>]{0,200}?\\bid=["']?(?:x_)*(?:divRplyFwdMsg|appendonsend)\\b`,
    `<hr\\s[^<>]{0,200}?\\bid=["']?zwchr\\b`,
    `<hr\\s[^<>]{0,200}?\\btabindex=["']?-1\\b`,
    `<div\\s[^<>]{0,200}?border-top:\\s?solid\\s#(?:E1E1E1|B5C4DF)\\b`,
  ].join('|'),
  'i',
)
