import type { Audience, Person } from '../ticket/ticket.ts'
import { maySee } from './audience.ts'
import type { AttachmentRef } from './notice.ts'
import { type FoldedText, remainder } from './remainder.ts'
import { standsFor } from './reply-html.ts'

/** The mail, or the text of a command, whose words are passed on. */
export interface Words extends FoldedText {
  writer: Person
  /** Whom it is for: a reader who may not see it is shown nothing of it. */
  audience: Audience
  /** The new text as others see it, without commands. */
  reply: string
  /** Sanitised HTML that may show the same; null where there is none. */
  html: string | null
  attachments: readonly AttachmentRef[]
  /** Attachments, by their place in the mail, that are not for all to whom its words are. */
  narrower?: ReadonlyMap<number, Audience>
}

/** One entry of the conversation before this mail. */
export interface EarlierEntry {
  /** UTC ISO-8601. */
  at: string
  from: Person
  audience: Audience
  /** What its author newly wrote. */
  reply: string
  /** How many. */
  attachments: number
}

/** What a mail shows of a conversation to one reader. */
export interface Relay {
  /** The new text. */
  words: string
  /** What else the mail holds, but quotes of our own mails; empty for most. */
  rest: string
  /** What the HTML part shows in their place: HTML of the same words, and what it leaves over. */
  html: { words: string; rest: string } | null
  attachments: readonly AttachmentRef[]
  /** The last entries that this reader may see, newest first; `cut`: too long to be shown whole. */
  earlier: (EarlierEntry & { cut: boolean })[]
  /** How many older ones are not shown. */
  more: number
}

/** So many earlier entries are shown, with so many characters of text in all. */
const MOST_ENTRIES = 5
const MOST_TEXT = 20_000
/** Between the parts of the rest. */
const BETWEEN = '\n\n'
/** What is left of the room is not worth showing a piece of an entry in. */
const LEAST_PIECE = 500

/** What `reader` is shown; `earlier` is the conversation before the mail, newest first. */
export function relayFor(
  reader: Audience,
  mail: Words | null,
  earlier: readonly EarlierEntry[],
): Relay {
  const hidden = earlier.filter((entry) => !maySee(reader, entry.audience))
  const past = recent(earlier.filter((entry) => maySee(reader, entry.audience)))
  if (mail === null || !maySee(reader, mail.audience)) {
    return { words: '', rest: '', html: null, attachments: [], ...past }
  }
  // With no new text found, a fold may hold it; quotes go all the same where they
  // could tell too much.
  const showsHidden = (text: string) => hidden.some(({ reply }) => shows(text, reply))
  const keepAll = reader !== 'customer' && mail.reply.trim() === '' && !showsHidden(mail.text)
  const words = keepAll ? mail.text.trim() : mail.reply.trim()
  const rest = keepAll ? [] : remainder(mail, showsHidden)
  const standing = mail.html === null ? null : standsFor(mail.html, [words, ...rest])
  return {
    words,
    rest: rest.join(BETWEEN),
    html: standing && { words: standing.html, rest: standing.rest.join(BETWEEN) },
    attachments: mail.attachments.filter(({ position }) =>
      maySee(reader, mail.narrower?.get(position) ?? mail.audience),
    ),
    ...past,
  }
}

/** The HTML that stands for the words, to be kept with them; null where the text has to do. */
export function htmlOf(words: Words): string | null {
  return words.html === null ? null : (relayFor('vendor', words, []).html?.words ?? null)
}

function recent(entries: readonly EarlierEntry[]): Pick<Relay, 'earlier' | 'more'> {
  const shown: Relay['earlier'] = []
  let room = MOST_TEXT
  for (const entry of entries.slice(0, MOST_ENTRIES)) {
    const reply = entry.reply.trim()
    if (reply.length > room && room < LEAST_PIECE) break
    const cut = reply.length > room
    shown.push({ ...entry, reply: cut ? cutAt(reply, room) : reply, cut })
    room -= reply.length
    if (cut) break
  }
  return { earlier: shown, more: entries.length - shown.length }
}

/** Between two words where that can be, never inside a character. */
function cutAt(text: string, length: number): string {
  const cut = text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
  return /^\S/.test(text.slice(length)) ? cut.replace(/\s\S{0,80}$/, '') : cut
}

/**
 * Whether a quote repeats a line of a text, as quoting clients change it: prefixes and white space.
 */
function shows(quote: string, text: string): boolean {
  const quoted = plain(quote)
  return text
    .split('\n')
    .map(plain)
    .some((line) => line.length >= 6 && quoted.includes(line))
}

function plain(text: string): string {
  return text
    .replace(/[\s>|]+/g, ' ')
    .trim()
    .toLowerCase()
}
