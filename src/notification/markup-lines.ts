/** What one line of a template is. */
export type Piece =
  | { is: 'blank' | 'rule' | 'footer' }
  | { is: 'tag' | 'marker' | 'quote' | 'text'; content: string }
  | { is: 'item' | 'fact'; before: string; label: string; content: string; after: string }

export function pieceOf(line: string): Piece {
  if (line.trim() === '') return { is: 'blank' }
  if (line === '---') return { is: 'rule' }
  if (line === '--') return { is: 'footer' }
  if (/^\{\{\s*(?:[#/^>!]|else\b)[^{}]*\}\}$/.test(line)) return { is: 'tag', content: line }
  if (/^##- .+ -##$/.test(line)) return { is: 'marker', content: line }
  if (line.startsWith('> ')) return { is: 'quote', content: line.slice(2) }
  const governed = /^(\{\{#[^{}]*\}\})([-|] .*)(\{\{\/[^{}]*\}\})$/.exec(line)
  const [before, rest, after] = [governed?.[1] ?? '', governed?.[2] ?? line, governed?.[3] ?? '']
  const fact = /^\| ([^|]+) \| (.*)$/.exec(rest)
  if (fact) {
    return { is: 'fact', before, label: fact[1] ?? '', content: fact[2] ?? '', after }
  }
  if (rest.startsWith('- ')) {
    return { is: 'item', before, label: '', content: rest.slice(2), after }
  }
  return { is: 'text', content: line }
}

/** Changes the words of a line and leaves its tags as they are. */
export function outsideTags(content: string, change: (text: string) => string): string {
  return content
    .split(/(\{\{.*?\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}
