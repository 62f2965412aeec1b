import { LOOK } from './look.ts'
import { outsideTags, type Piece, pieceOf } from './markup-lines.ts'

type Block = 'p' | 'ul' | 'table' | 'blockquote'

/**
 * HTML of each line of the template; a block is closed at the start of the next one. Between the
 * lines there is nothing but a comment: it keeps the line numbers, and no mail has it.
 */
export function markupToHtml(lines: readonly string[]): string {
  let open: Block | null = null
  let inFooter = false
  const to = (block: Block | null): string => {
    const closing = open === null ? '' : `</${open}>`
    open = block
    return block === null ? closing : closing + LOOK[block]
  }
  const within = (block: Block, content: string, joint = ''): string =>
    (open === block ? joint : to(block)) + content
  const htmlOf = (piece: Piece): string => {
    switch (piece.is) {
      case 'blank':
        return to(null)
      case 'tag':
        return to(null) + piece.content
      case 'rule':
        return to(null) + LOOK.hr
      case 'footer':
        inFooter = true
        return to(null) + LOOK.footer
      case 'marker':
        return `${to(null)}${LOOK.marker}${inline(piece.content)}</p>`
      case 'quote':
        return within('blockquote', inline(piece.content), ' ')
      case 'text':
        if (isWritten(piece.content)) return `${to(null)}${LOOK.written}${piece.content}</div>`
        return within('p', inline(piece.content), ' ')
      case 'item':
        return within('ul', `${piece.before}${LOOK.li}${inline(piece.content)}</li>${piece.after}`)
      case 'fact':
        return within(
          'table',
          `${piece.before}<tr>${LOOK.th}${inline(piece.label)}</th>${LOOK.td}${inline(piece.content)}</td></tr>${piece.after}`,
        )
    }
  }
  const html = lines.map((line) => htmlOf(pieceOf(line)))
  return `${html.join('{{!\n}}')}${to(null)}${inFooter ? '</div>' : ''}`
}

/**
 * Facts around a condition are one table, not one for each part, which would all have other widths.
 */
export function withFactsJoined(html: string): string {
  return html.replaceAll(`</table>${LOOK.table}`, '')
}

/** A whole text of a person, which may be HTML with paragraphs and tables of its own. */
function isWritten(content: string): boolean {
  return /^\{\{lines [^{}]+\}\}$/.test(content)
}

function inline(content: string): string {
  return outsideTags(content, escapeHtml)
    .replace(/\*\*(.+?)\*\*/g, `${LOOK.strong}$1</strong>`)
    .replace(/`(.+?)`/g, `${LOOK.code}$1</code>`)
    .replace(/&lt;(https?:[^\s&]+|\{\{[^{}#/]+\}\})&gt;/g, (_, url) => `${LOOK.a(url)}${url}</a>`)
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
