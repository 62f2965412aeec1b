import { Failure } from '../errors.ts'
import type { Mailbox } from './schema.ts'

/** The mailbox that a command names. Throws Failure `no-mailbox`, which names those that exist. */
export function mailboxNamed(name: string, mailboxes: readonly Mailbox[]): Mailbox {
  const found = mailboxes.find((mailbox) => mailbox.name === name)
  if (found) return found
  throw new Failure('no-mailbox', `The configuration names no mailbox ${name}.`, {
    advice: `It names ${mailboxes.map((mailbox) => mailbox.name).join(', ')}.`,
  })
}
