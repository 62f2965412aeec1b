/** A line that begins like a command: the word behind its `#`, and what follows it. */
export interface CommandLine {
  word: string
  argument: string
  /** In a list, in quotes and the like: so it stands too where a command is only explained. */
  dressed: boolean
}

/**
 * `#word`, alone or with arguments, also as `#word:` or at the end of a sentence; a heading
 * (`# Word`) and a number (`#100042`) are text.
 */
const PLAIN = /^#(\p{L}[\p{L}-]*)[:.,;!]?(?:\s+(.*))?$/su

/** The same in bold, in quotes, in a list or a table, or with anything but a letter behind it. */
const DRESSED = /^(?:\d{1,2}[.)]\s|[^\p{L}\p{N}>#])*#(\p{L}+)(?![\p{L}\p{N}])\p{P}*(.*)$/su

/** As a heading: a desk's answer may have one, so this is a command only where it may be a note. */
const HEADING = /^#+\s*(\p{L}+)(?![\p{L}\p{N}])/u

/** The signs that close what is in bold or in quotes; a long run of them is looked at once. */
const CLOSING = /(?<![*_~"'`”’»)\]|\s])[*_~"'`”’»)\]|\s]+$/u

/**
 * What nobody sees, and people paste or phones write: characters without width, soft hyphens,
 * marks of direction, an emoji's selector, the place of a picture.
 */
const UNSEEN = /\p{Cf}|\ufe0e|\ufe0f|\u20e3|\ufffc/gu

/** The `#` of Chinese and Japanese keyboards, and its small form. */
const WIDE = /[\uff03\ufe5f]/gu

/**
 * Reads a line as a command, of whatever name; dressed up only where `isName` knows the word, and
 * as a heading only where `isNote` does. Null: it is text.
 */
export function commandLineOf(
  written: string,
  isName: (word: string) => boolean,
  isNote: (word: string) => boolean,
): CommandLine | null {
  if (!/[#\uff03\ufe5f]/.test(written)) return null
  const line = written.replace(UNSEEN, '').replace(WIDE, '#').trim()
  const plain = PLAIN.exec(line)
  if (plain) return { word: plain[1] ?? '', argument: plain[2]?.trim() ?? '', dressed: false }
  const dressed = DRESSED.exec(line)
  if (dressed && isName(dressed[1] ?? '')) {
    const argument = dressed[2]?.replace(CLOSING, '').trim() ?? ''
    return { word: dressed[1] ?? '', argument, dressed: /^[^#]/.test(line) }
  }
  const heading = HEADING.exec(line)?.[1] ?? ''
  // With the whole line as its argument it is in no right form, whatever stands in it.
  return isNote(heading) ? { word: heading, argument: line, dressed: false } : null
}
