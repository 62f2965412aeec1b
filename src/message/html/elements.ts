import { safeStyle } from './style.ts'

/** Elements that structure or emphasise words. Of all others only the words inside stay. */
export const ELEMENTS = (
  'a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del ' +
  'dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main ' +
  'mark ol p pre q rp rt ruby s samp section span strike strong sub sup table tbody td tfoot th thead ' +
  'tr tt u ul var wbr'
).split(' ')

/** Elements whose content is not for readers: it goes with them. */
export const UNREAD = (
  'applet audio base canvas datalist embed frameset head iframe math meta noembed noframes noscript ' +
  'object option param plaintext script select source style svg template textarea title track video xmp'
).split(' ')

type Judge = (value: string) => string | null

const matching =
  (pattern: RegExp): Judge =>
  (value) =>
    pattern.test(value.trim().toLowerCase()) ? value.trim().toLowerCase() : null

const count = matching(/^\d{1,2}$/)
const extent = matching(/^(?:[1-9]\d{0,2}|1[01]\d\d|[1-9]\d?%|100%)$/)
const side = matching(/^(?:left|right|center|justify)$/)

const EVERYWHERE: Record<string, Judge> = {
  dir: matching(/^(?:ltr|rtl|auto)$/),
  lang: matching(/^[a-z]{2,8}(?:-[a-z\d]{1,8}){0,4}$/),
  style: (value) => safeStyle(value) || null,
  align: side,
}

const cell = {
  colspan: count,
  rowspan: count,
  width: extent,
  valign: matching(/^(?:top|middle|bottom|baseline)$/),
}

const OWN: Record<string, Record<string, Judge>> = {
  a: {
    href: linkTo,
    rel: matching(/^noopener noreferrer nofollow$/),
  },
  img: {
    src: matchingCase(/^cid:[\w.@+$!=-]{1,200}$/),
    alt: (value) => plainLine(value),
    width: extent,
    height: extent,
  },
  font: { face: matching(/^(?!.*(?:dings|symbol))[\p{L}\d][\p{L}\d ,-]{0,100}$/u), size: count },
  table: { width: extent, border: matching(/^[0-3]$/), cellpadding: count, cellspacing: count },
  td: cell,
  th: cell,
  col: { width: extent, span: count },
  ol: { start: matching(/^\d{1,4}$/), type: matchingCase(/^[1aAiI]$/) },
}

/** Every attribute that may come out, by element. */
export const ATTRIBUTES: Record<string, string[]> = {
  '*': Object.keys(EVERYWHERE),
  ...Object.fromEntries(Object.entries(OWN).map(([name, judges]) => [name, Object.keys(judges)])),
}

/** The attributes that an element keeps, each as it goes out. */
export function safeAttributes(
  element: string,
  attributes: Record<string, string>,
): Record<string, string> {
  const safe: Record<string, string> = {}
  const own = Object.hasOwn(OWN, element) ? OWN[element] : undefined
  for (const [name, value] of Object.entries(attributes)) {
    const judge =
      own && Object.hasOwn(own, name)
        ? own[name]
        : Object.hasOwn(EVERYWHERE, name)
          ? EVERYWHERE[name]
          : undefined
    const judged = judge?.(value) ?? null
    if (judged !== null) safe[name] = judged
  }
  return safe
}

function matchingCase(pattern: RegExp): Judge {
  return (value) => (pattern.test(value) ? value : null)
}

/** Only where people go: the web and a mailbox. Browsers skip white space within a scheme. */
function linkTo(value: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const plain = value.replace(/[\u0000-\u0020\u007f-\u00a0]+/g, '')
  return /^(?:https?:\/\/[^/]|mailto:.)/i.test(plain) && plain.length <= 2000 ? plain : null
}

/** Words beside a picture, on one line and in no brackets. */
export function plainLine(value: string): string {
  return value
    .replace(/[\s[\]\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}
