import { ROLES, type Role } from '../../account/roles.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import { addContact } from '../../store/contacts.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { mayAddPeople, refuseActor } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'
import { nameFaults, newAddressFaults } from './people.ts'
import { releaseHeldOf } from './release-held.ts'

export interface ContactForm {
  name: string
  email: string
  roles: string[]
  phone: string | null
  locale: string | null
}

/** Adds a person to an account. Gives the mails of this address that are decided again. */
export async function addPerson(
  desk: Desk,
  accountId: string,
  form: ContactForm,
  as: string | null,
): Promise<{ address: string; released: number[] }> {
  const { phone, locale } = form
  const name = oneLine(form.name)
  const address = normalAddress(form.email)
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    if (!mayAddPeople(desk.config, actor, account)) {
      refuseActor(
        actor,
        `add people to ${accountId}`,
        'Its Decision Maker, an administrator of it or a user of its partner may.',
      )
    }
    refuse('The contact was not added', [
      ...nameFaults('name', name),
      ...(await newAddressFaults(writer, desk.config, 'email', address)),
      ...form.roles.flatMap(roleFaults),
    ])
    const at = instant(desk.now())
    const roles = form.roles as Role[]
    const person = { accountId: account.id, name, address, phone, locale, roles }
    await addContact(writer, { ...person, createdAt: at })
    const event = { at, accountId: account.id, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'contact-added', data: { address, roles } })
    const released =
      account.state === 'active' ? await releaseHeldOf(writer, address, actor.name, at) : []
    return { address, released }
  })
}

function roleFaults(role: string): Fault[] {
  const roles: readonly string[] = ROLES
  if (roles.includes(role)) return []
  return [{ field: 'role', text: `"${role}" is none of ${roles.join(', ')}` }]
}
