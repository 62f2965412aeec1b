import type { Mail } from '../message/mail.ts'
import { withoutExtension } from '../message/plus-address.ts'
import type { Facts, OwnMailbox } from './facts.ts'

/**
 * The first of our addresses in To, then Cc; a mail that names none of them was in Bcc, or came by
 * an alias that only the mail host knows of.
 */
export function addressedMailbox(mail: Mail, facts: Facts): OwnMailbox {
  const [first] = addressedMailboxes(mail, facts)
  if (first) return first
  const delivered = mail.deliveredTo.map((address) => facts.doors?.get(address.toLowerCase()))
  const department = delivered.find((one) => one !== undefined)
  return department === undefined ? facts.mailbox : { ...facts.mailbox, department }
}

/** The other departments that the same mail was written to. */
export function otherDepartments(mail: Mail, facts: Facts, place: OwnMailbox): string[] {
  const all = addressedMailboxes(mail, facts).map((m) => m.department)
  return [...new Set(all)].filter((department) => department !== place.department)
}

function addressedMailboxes(mail: Mail, facts: Facts): OwnMailbox[] {
  const addressed = [...mail.to, ...mail.cc].map((one) => mailboxOf(one.address, facts))
  return addressed.filter((one) => one !== undefined)
}

/** A mailbox of ours; an address of a department alone means it, wherever it arrived. */
function mailboxOf(address: string, { mailbox, mailboxes, doors }: Facts): OwnMailbox | undefined {
  const plain = withoutExtension(address)
  const own = mailboxes.find((one) => one.address === plain)
  const department = doors?.get(address) ?? (own ? undefined : doors?.get(plain))
  return department === undefined ? own : { ...(own ?? mailbox), department }
}
