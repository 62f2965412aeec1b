import type { Mail } from '../message/mail.ts'
import { wordsOfHtml, wordsOfText } from '../message/shown-words.ts'
import { readCommands } from '../ticket/commands.ts'

/** HTML that stands for the first parts of a text; `rest`: the parts after these. */
export interface Standing {
  html: string
  rest: string[]
}

/**
 * Whether HTML may stand for a text: it must show the very words of its first part (the reply), or of
 * some more of its parts (the signature below it), and nothing else. What was decided about the text,
 * which quotes are left out for whom, then holds for the HTML too. Null: it may not.
 */
export function standsFor(html: string, parts: readonly string[]): Standing | null {
  const shown = wordsOfHtml(html)
  const words = parts.map(wordsOfText)
  for (let count = parts.length; count > 0; count--) {
    if (words.slice(0, count).join('') === shown) return { html, rest: parts.slice(count) }
  }
  return null
}

/**
 * The HTML beside a mail's reply, before it is compared; `reply` is the text of it that is passed on,
 * from which command lines may have been taken.
 */
export function htmlBeside(mail: Pick<Mail, 'reply' | 'replyHtml'>, reply: string): string | null {
  if (mail.replyHtml === null || reply === mail.reply) return mail.replyHtml
  return withoutCommands(mail.replyHtml)
}

/** The HTML without the command lines at its beginning and its end, each a piece of text of its own. */
function withoutCommands(html: string): string {
  const pieces = html.split(/(<[^>]*>)/)
  for (const order of [pieces.keys(), [...pieces.keys()].reverse()]) {
    for (const at of order) {
      const piece = pieces[at] ?? ''
      if (piece.startsWith('<') || isBlank(piece)) continue
      const { commands, text } = readCommands(piece)
      if (commands.length === 0) break
      pieces[at] = text
      if (text.trim() !== '') break
    }
  }
  return pieces.join('')
}

function isBlank(piece: string): boolean {
  return piece.replace(/&nbsp;/g, ' ').trim() === ''
}
