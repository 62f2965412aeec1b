import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'
import type { Desk } from '../desk.ts'
import { tell } from '../tell.ts'

/** Tells the Decision Maker of a new account its Account ID and what to do next. */
export async function welcome(
  desk: Desk,
  writer: Writer,
  { accountId, company, locale }: Account,
  decisionMaker: Person,
): Promise<void> {
  await tell(desk, writer, {
    happening: 'welcome',
    silence: null,
    ticket: null,
    circle: null,
    writer: null,
    known: true,
    mailbox: desk.config.mailboxes[0].name,
    mail: null,
    entry: null,
    decisionMaker,
    more: { welcome: { accountId, company, proof: null }, locale },
  })
}
