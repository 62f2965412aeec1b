import type { Mail } from '../message/mail.ts'
import { withoutExtension } from '../message/plus-address.ts'
import type { Facts, OwnMailbox } from './facts.ts'

/** The first of our addresses in To, then Cc; a mail that names none of them was in Bcc. */
export function addressedMailbox(mail: Mail, facts: Facts): OwnMailbox {
  return addressedMailboxes(mail, facts)[0] ?? facts.mailbox
}

/** The other departments that the same mail was written to. */
export function otherDepartments(mail: Mail, facts: Facts, place: OwnMailbox): string[] {
  const all = addressedMailboxes(mail, facts).map((m) => m.department)
  return [...new Set(all)].filter((department) => department !== place.department)
}

function addressedMailboxes(mail: Mail, facts: Facts): OwnMailbox[] {
  const addressed = [...mail.to, ...mail.cc].map((a) => withoutExtension(a.address))
  const found = addressed.flatMap((address) => facts.mailboxes.filter((m) => m.address === address))
  return [...new Set(found)]
}
