import { oneLine } from '../message/unicode.ts'

/** A sign-in that its provider has refused. */
export interface SignInFacts {
  /** Who signs in where. */
  name: string
  /** Names of the mailboxes that are read by it. */
  reads: readonly string[]
  /** Names of the mailboxes that send by it. */
  sends: readonly string[]
  /** What the provider said. */
  because: string
}

export function signInFields({ name, reads, sends, because }: SignInFacts) {
  return {
    name,
    mailbox: reads[0] ?? sends[0] ?? '',
    reads: reads.join(', '),
    sends: sends.join(', '),
    because: oneLine(because).slice(0, 300),
  }
}
