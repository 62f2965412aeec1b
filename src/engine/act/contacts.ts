import type { Account } from '../../account/account.ts'
import type { Role } from '../../account/roles.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import { addContact } from '../../store/contacts.ts'
import { forgetErased } from '../../store/erased.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { localeFaults } from './account-form.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'
import { insistOnGrants, roleFaults } from './grants.ts'
import { invite } from './invite.ts'
import { nameFaults, newAddressFaults, phoneFaults, phoneOf } from './people.ts'
import { releaseHeldOf } from './release-held.ts'

export interface ContactForm {
  name: string
  email: string
  roles: string[]
  phone: string | null
  locale: string | null
}

/**
 * Adds a person to an account, and invites the person by mail; whoever adds must be allowed to
 * grant each of the roles. Gives the mails of this address that are decided again.
 */
export async function addPerson(
  desk: Desk,
  accountId: string,
  form: ContactForm,
  as: string | null,
): Promise<{ address: string; released: number[] }> {
  const { locale } = form
  const phone = phoneOf(desk.config, form.phone)
  const name = oneLine(form.name)
  const address = normalAddress(form.email)
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insist('add-person', `add people to ${accountId}`, desk.config, actor, account)
    insistOnGrants(desk, actor, account, form.roles, 'grant')
    refuse('The contact was not added', [
      ...overFaults(account),
      ...nameFaults('name', name),
      ...(await newAddressFaults(writer, desk.config, 'email', address, account.kind)),
      ...form.roles.flatMap((role) => roleFaults(role, account)),
      ...phoneFaults(desk.config, form.phone),
      ...localeFaults(desk.config, locale),
    ])
    const at = instant(desk.now())
    const roles = form.roles as Role[]
    const person = { accountId: account.id, name, address, locale, roles }
    const id = await addContact(writer, { ...person, phone, createdAt: at })
    await forgetErased(writer, address)
    const event = { at, accountId: account.id, actor: actor.name }
    const data = { contact: id, address, before: [], after: roles }
    await addEvent(writer, { ...event, kind: 'contact-added', data })
    await invite(desk, writer, account, address, actor)
    const released =
      account.state === 'active' ? await releaseHeldOf(writer, address, actor.name, at) : []
    return { address, released }
  })
}

function overFaults({ accountId, state }: Account): Fault[] {
  if (state === 'active' || state === 'pending') return []
  return [{ field: 'account', text: `${accountId} is ${state}` }]
}
