import { PLAIN_MARK } from './sanitise.ts'

/** Addresses in brackets, of links, and names of pictures, as the text forms of mails have them. */
const TARGETS =
  /[<([]\s?(?:https?|mailto):[^<>()[\]\s]{1,2000}\s?[>)\]]|\[(?:cid|image):[^\]\n]{1,300}\]/gi

/**
 * The letters and digits of a text in their order: what two forms of one message share, however each
 * of them wraps lines, quotes, lists and emphasises.
 */
export function wordsOfText(text: string): string {
  return wordsOf(text)
}

/** The same without the targets of links and the names of pictures: HTML does not show them. */
export function wordsWithoutTargets(text: string): string {
  return wordsOf(text.replace(TARGETS, ' '))
}

/** The same of HTML that was sanitised: there every `<` begins a tag, and few entities are left. */
export function wordsOfHtml(html: string): string {
  const text = html
    .replaceAll(PLAIN_MARK, ' ')
    .replace(/<(?:\/?(?:a|b|i|u|s|em|strong|span|font|code|sub|sup|mark|tt)\b)[^>]*>/g, '')
    .replace(/<[^>]*>/g, '\n')
  return wordsOf(text.includes('&') ? withoutEntities(text) : text)
}

function withoutEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** The same few texts are asked for again for every reader of a mail. */
const lately = new Map<string, string>()
const MOST_LATELY = 16
/** Characters; a longer text is not kept. */
const LONG = 50_000

function wordsOf(text: string): string {
  if (text.length > LONG) return plainWords(text)
  const known = lately.get(text)
  if (known !== undefined) return known
  const words = plainWords(text)
  if (lately.size >= MOST_LATELY) lately.clear()
  lately.set(text, words)
  return words
}

/** A list is numbered by hand in the one form and by its elements in the other. */
function plainWords(text: string): string {
  return text
    .replace(/^[ \t\u00a0>]*\d{1,3}[.)](?=\s)/gm, ' ')
    .normalize()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
