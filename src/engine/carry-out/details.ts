import type { Account } from '../../account/account.ts'
import { wordsIn } from '../../account/languages/index.ts'
import { type Facts, personOf } from '../../decision/facts.ts'
import { getAccount } from '../../store/accounts.ts'
import { type Contact, findContactByAddress } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { setDetails, setInvitation } from '../../store/people.ts'
import type { Happening } from '../../ticket/happening.ts'
import { personFacts } from '../act/tell-person.ts'
import { type Desk, instant } from '../desk.ts'
import type { Letter } from '../gather.ts'
import { type Told, tell } from '../tell.ts'
import { type ActOf, kinds } from './kinds.ts'

export const isOfDetails = kinds('ask-details', 'confirm-details', 'refuse-details')
export type DetailsAct = ActOf<typeof isOfDetails>

/** Asks a person whom somebody added who they are, and writes what they answer. */
export async function carryOutDetails(
  desk: Desk,
  writer: Writer,
  letter: Letter & { quiet: boolean },
  facts: Facts,
  act: DetailsAct,
): Promise<Told[]> {
  // A mail of long ago is no sign of life, and nobody is told of it.
  if (letter.quiet && act.act !== 'confirm-details') return []
  const contact = await findContactByAddress(writer, facts.sender.address)
  if (contact?.id !== act.contact) return []
  const account = await getAccount(writer, contact.accountId)
  const answer = (
    happening: Happening,
    about: Contact,
    more: { faults?: string[]; synced?: boolean } = {},
  ) =>
    tell(desk, writer, {
      ...answerTo(letter, facts, about),
      happening,
      more: {
        locale: about.locale ?? account.locale,
        person: { ...personFacts(about, account), ...more },
      },
    })
  switch (act.act) {
    case 'ask-details': {
      await setInvitation(writer, contact.id, 'asked')
      return await answer('details-asked', contact)
    }
    case 'refuse-details': {
      const { faults, synced } = act.answer
      const words = wordsIn(contact.locale ?? account.locale ?? desk.config.desk.locale)
      const said = faults.map((fault) => `${words.fields[fault.field][0]}: ${words.fault(fault)}`)
      return await answer('details-refused', contact, { faults: said, synced })
    }
    case 'confirm-details': {
      const after = { ...contact, ...act.details }
      await confirm(desk, writer, contact, after, account)
      return act.silence === null && !letter.quiet ? await answer('details-confirmed', after) : []
    }
  }
}

async function confirm(
  desk: Desk,
  writer: Writer,
  before: Contact,
  after: Contact,
  account: Account,
): Promise<void> {
  await setDetails(writer, after.id, detailsOf(after))
  await setInvitation(writer, after.id, 'confirmed')
  const [address = ''] = after.addresses
  await addEvent(writer, {
    at: instant(desk.now()),
    accountId: account.id,
    actor: address,
    kind: 'details-confirmed',
    data: { contact: after.id, address, before: detailsOf(before), after: detailsOf(after) },
  })
}

function detailsOf({ name, phone, locale }: Contact) {
  return { name, phone, locale }
}

function answerTo(letter: Letter, facts: Facts, contact: Contact) {
  return {
    silence: null,
    ticket: null,
    circle: null,
    writer: personOf(facts.sender),
    known: true,
    mailbox: facts.mailbox.name,
    mail: letter,
    entry: null,
    person: { name: contact.name, address: facts.sender.address },
    matter: `C${contact.id}`,
  }
}
