import { PLAIN_MARK } from './sanitise.ts'

/** Addresses in brackets, of links, and names of pictures, as the text forms of mails have them. */
const TARGETS =
  /[<([]\s?(?:https?|mailto):[^<>()[\]\s]{1,2000}\s?[>)\]]|\[(?:cid|image):[^\]\n]{1,300}\]/gi

const MOST_KEPT = 16
/** Characters; what was made of a longer text is not kept. */
const LONG = 50_000

/** The same few texts are asked for again for every reader of a mail. */
function lately(make: (text: string) => string): (text: string) => string {
  const kept = new Map<string, string>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (kept.size >= MOST_KEPT) kept.clear()
    if (text.length <= LONG) kept.set(text, made)
    return made
  }
}

/**
 * The letters and digits of a text in their order: what two forms of one message share, however
 * each of them wraps lines, quotes, lists and emphasises.
 */
export const wordsOfText = lately(plainWords)

/** The same without the targets of links and the names of pictures: HTML does not show them. */
export const wordsWithoutTargets = lately((text) => plainWords(text.replace(TARGETS, ' ')))

/** The same of HTML that was sanitised: there every `<` begins a tag, and few entities are left. */
export const wordsOfHtml = lately((html: string): string => {
  const text = html
    .replaceAll(PLAIN_MARK, ' ')
    .replace(/<(?:\/?(?:a|b|i|u|s|em|strong|span|font|code|sub|sup|mark|tt)\b)[^>]*>/g, '')
    .replace(/<[^>]*>/g, '\n')
  return plainWords(text.includes('&') ? withoutEntities(text) : text)
})

function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** A list is numbered by hand in the one form and by its elements in the other. */
function plainWords(text: string): string {
  return text
    .replace(/^[ \t\u00a0>]*\d{1,3}[.)](?=\s)/gm, ' ')
    .normalize()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
