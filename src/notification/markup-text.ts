import { outsideTags, type Piece, pieceOf } from './markup-lines.ts'

/** The Handlebars source of the text part: a line for each line. */
export function markupToText(lines: readonly string[]): string {
  let afterGoverned = false
  const text = lines.map(pieceOf).map((piece) => {
    if (piece.is === 'tag' && afterGoverned) return `${piece.content}{{!\n}}`
    afterGoverned = 'after' in piece && piece.after !== ''
    return textOf(piece)
  })
  return text.join('')
}

function textOf(piece: Piece): string {
  switch (piece.is) {
    case 'blank':
      return '\n'
    case 'rule':
      return `${'─'.repeat(40)}\n`
    case 'footer':
      // With its space: the signature separator of RFC 3676 section 4.3.
      return '-- \n'
    case 'fact':
      return governed(piece, `${piece.label}: ${unmarked(piece.content)}`)
    case 'item':
      return governed(piece, `- ${unmarked(piece.content)}`)
    case 'tag':
      return `${piece.content}\n`
    default:
      return `${unmarked(piece.content)}\n`
  }
}

/**
 * The line end goes with the item, and a tag on the next line leaves none behind. The comments keep
 * Handlebars from eating the line end that follows, and the line numbers.
 */
function governed({ before, after }: { before: string; after: string }, line: string): string {
  return before === '' ? `${line}\n` : `${before}${line}\n${after}{{!}}`
}

function unmarked(content: string): string {
  return outsideTags(content, (text) => text.replace(/\*\*|`/g, ''))
}
