/**
 * The words of one language that mail programs put into mails, and writers into every mail, without
 * regard to case. Plain text, not patterns; `…` stands for any words on the same line.
 */
export interface Language {
  /** Before the subject of an answer, without counter and colon. */
  reply: string[]
  /** Before the subject of a forwarded mail. */
  forward: string[]
  /** How "On Monday, Ana wrote:" begins, where it begins with a word. */
  on: string[]
  /** Its verb. */
  wrote: string[]
  /** Names of header lines in a quoted head. */
  from: string[]
  sent: string[]
  to: string[]
  cc: string[]
  subject: string[]
  /** What stands between dashes above the mail that is answered. */
  original: string[]
  /** What stands above a forwarded mail. */
  forwarded: string[]
  /** How a line begins that a phone or a program adds. */
  sentFrom: string[]
  /** How a line begins that greets, above all else. */
  greeting: string[]
  /** A whole line that ends a letter, above the writer's name. */
  farewell: string[]
  /** Subjects of vacation answers; each needs a second sign. */
  away: string[]
}
