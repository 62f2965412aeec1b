/** A line of a text: `start` to `end` are its offsets with the line end, `text` is without it. */
export interface Line {
  text: string
  start: number
  end: number
}

/** What rules look at; no line that means something to them is longer. */
const longest = 1000

/** The lines of a text with plain line ends. Together they cover it exactly. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    const stop = Math.min(newline < 0 ? end : newline, start + longest)
    lines.push({
      text: text
        .slice(start, stop)
        .replace(/[\u00a0\u200b\u200e\u200f\ufeff]/g, ' ')
        .trimEnd(),
      start,
      end,
    })
    start = end
  }
  return lines
}

export function isBlank(line: Line | undefined): boolean {
  return line !== undefined && line.text.trim() === ''
}

/** `>` as mail programs quote; a lone ">From " is mbox's escape, not a quote. */
export function isQuoted(line: Line | undefined): boolean {
  return line !== undefined && /^ {0,3}(?:>(?!From )|&gt;)/.test(line.text)
}

/** The first line at or after `from` that is not blank; undefined at the end. */
export function nextFilled(lines: Line[], from: number): number | undefined {
  for (let i = from; i < lines.length; i++) if (!isBlank(lines[i])) return i
  return undefined
}
