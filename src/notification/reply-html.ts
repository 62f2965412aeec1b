import { wordsOfHtml, wordsOfText, wordsWithoutTargets } from '../message/html/shown-words.ts'
import type { Mail } from '../message/mail.ts'
import { readCommands } from '../ticket/commands.ts'

/** HTML that stands for the first parts of a text; `rest`: the parts after these. */
export interface Standing {
  html: string
  rest: string[]
}

/**
 * Whether HTML, or its beginning, may stand for a text: it must show the very words of its first
 * part (the reply), or of some more of its parts (the signature below it), and nothing else.
 * What was decided about the text, which quotes are left out for whom, then holds for the HTML
 * too. Null: it may not.
 */
export function standsFor(html: string, parts: readonly string[]): Standing | null {
  const shown = wordsOfHtml(html)
  // The plain form first: it is seldom that the other one is needed.
  for (const form of FORMS) {
    const count = countOfParts(parts.map(form), shown)
    if (count > 0) return { html, rest: parts.slice(count) }
  }
  for (const form of FORMS) {
    const reply = form(parts[0] ?? '')
    if (reply === '' || !shown.startsWith(reply)) continue
    const beginning = beginningThatShows(html, reply)
    if (beginning !== null) return { html: beginning, rest: parts.slice(1) }
  }
  return null
}

const FORMS = [wordsOfText, wordsWithoutTargets]

/** How many of the first parts together have just these words; the most, or 0. */
function countOfParts(parts: readonly string[], words: string): number {
  let length = 0
  let count = 0
  for (const [index, part] of parts.entries()) {
    if (!words.startsWith(part, length)) break
    length += part.length
    if (length === words.length) count = index + 1
  }
  return count
}

/**
 * The beginning of sanitised HTML that shows just these words, with its elements closed:
 * what follows is a quote whose program nobody knows, or a signature. Null when it
 * begins with other words.
 */
function beginningThatShows(html: string, words: string): string | null {
  const open: string[] = []
  let shown = 0
  for (const { 0: piece, index } of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (piece.startsWith('</')) open.pop()
    else if (piece.startsWith('<')) {
      if (!piece.endsWith('/>')) open.push(piece.replace(/^<|[\s>].*$/gs, ''))
    } else {
      const said = wordsOfHtml(piece)
      if (!words.startsWith(said, shown)) return null
      shown += said.length
      if (shown < words.length) continue
      const closing = open.reverse().map((element) => `</${element}>`)
      const beginning = html.slice(0, index + piece.length) + closing.join('')
      return wordsOfHtml(beginning) === words ? beginning : null
    }
  }
  return null
}

/**
 * The HTML beside a mail's reply, before it is compared; `reply` is the text of it that is passed
 * on, from which command lines may have been taken.
 */
export function htmlBeside(mail: Pick<Mail, 'reply' | 'replyHtml'>, reply: string): string | null {
  if (mail.replyHtml === null || reply === mail.reply) return mail.replyHtml
  return withoutCommands(mail.replyHtml, reply)
}

/** The HTML without the command lines, each a piece of text of its own, that the reply has not. */
function withoutCommands(html: string, reply: string): string {
  const kept = new Set(reply.split('\n').map((line) => line.trim()))
  return html.replace(/(?<=^|>)[^<]+/g, (piece) => {
    if (kept.has(piece.trim())) return piece
    const { commands, text } = readCommands(piece)
    return commands.length === 0 ? piece : text
  })
}
