import type { Account } from '../../account/account.ts'
import type { Role } from '../../account/roles.ts'
import type { PersonFacts } from '../../notification/person.ts'
import { type Contact, findContactByAddress } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import type { Happening } from '../../ticket/happening.ts'
import type { Desk } from '../desk.ts'
import { tellApart } from '../tell-apart.ts'
import { type Actor, writerOf } from './actor.ts'

/** A mail about one person, to that person. */
interface About {
  address: string
  account: Account
  actor: Actor
  roles?: readonly Role[]
  /** What the mail's answers are about, `C17`. */
  matter?: string
}

/** Tells a person what was done about them; nobody is told what they did themselves. */
export async function tellPerson(
  desk: Desk,
  writer: Writer,
  happening: Happening,
  { address, account, actor, roles = [], matter }: About,
): Promise<void> {
  const contact = await findContactByAddress(writer, address)
  const by = writerOf(actor)
  await tellApart(desk, writer, {
    happening,
    writer: by,
    person: { name: contact?.name ?? '', address },
    ...(matter !== undefined && { matter }),
    more: {
      locale: contact?.locale ?? account.locale,
      person: { ...personFacts(contact, account), roles, by },
    },
  })
}

/** What is known of a person, as mails to them show it. */
export function personFacts(contact: Contact | undefined, account: Account): PersonFacts {
  return {
    accountId: account.accountId,
    company: account.company,
    name: contact?.name ?? '',
    phone: contact?.phone ?? null,
    locale: contact?.locale ?? account.locale,
    languageOnly: contact?.source === 'directory',
    roles: [],
    by: null,
    faults: [],
    synced: false,
  }
}
