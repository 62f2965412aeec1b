import type { Account } from '../../account/account.ts'
import { mayDisable } from '../../account/rights.ts'
import type { Role } from '../../account/roles.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { getAccount, listSupportedBy } from '../../store/accounts.ts'
import { type Contact, listMemberships } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { mergeInto, setContactState } from '../../store/people.ts'
import { agentsBarredFrom, ownPeopleOf } from '../agents.ts'
import { type Desk, instant } from '../desk.ts'
import { insist, refuseActor, standingsOf } from './account-rights.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'
import { contactOf } from './contact-of.ts'
import { type Fault, refuse } from './faults.ts'
import { lastSuperUserFaults } from './grants.ts'
import { releaseHeldOf } from './release-held.ts'

/**
 * A disabled person is nobody's user any more: what they write is treated as an unknown address's.
 * Their tickets stay. Whoever comes back is known again: gives the mails of theirs that are decided
 * again. Throws Failure `not-allowed`, `synced`, `already`, `refused`.
 */
export async function setActive(
  desk: Desk,
  written: string,
  active: boolean,
  as: string | null,
): Promise<{ address: string; released: number[] }> {
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    const contact = await contactOf(writer, written)
    const [address = written] = contact.addresses
    await insistOnDisabling(desk, writer, actor, contact)
    await refuseSynced(writer, contact)
    const [before, after] = [stateOf(contact.active), stateOf(active)] as const
    if (before === after) throw new Failure('already', `${address} is ${after} already.`)
    if (!active) refuse('Nobody was disabled', await disablingFaults(desk, writer, contact))
    await setContactState(writer, contact.id, after)
    const kind = active ? 'contact-enabled' : 'contact-disabled'
    const data = { contact: contact.id, address, before, after }
    const at = instant(desk.now())
    const event = { at, accountId: contact.accountId, actor: actor.name }
    await addEvent(writer, { ...event, kind, data })
    const released: number[] = []
    const { state } = await getAccount(writer, contact.accountId)
    for (const one of active && state === 'active' ? contact.addresses : []) {
      released.push(...(await releaseHeldOf(writer, one, actor.name, at)))
    }
    return { address, released }
  })
}

/** Two contacts are one person: everything of the first becomes the second's. */
export async function mergePeople(
  desk: Desk,
  written: string,
  intoWritten: string,
  as: string | null,
): Promise<{ address: string; into: string }> {
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    const contact = await contactOf(writer, written)
    const into = await contactOf(writer, intoWritten)
    const both = [contact, into]
    const accounts = await Promise.all(both.map((one) => getAccount(writer, one.accountId)))
    for (const account of accounts) {
      insist('merge-people', `merge people of ${account.accountId}`, desk.config, actor, account)
    }
    await refuseSynced(writer, contact)
    const [address = written] = contact.addresses
    const [kept = intoWritten] = into.addresses
    refuse('Nobody was merged', [
      ...(contact.id === into.id
        ? [{ field: 'address', text: `${address} and ${kept} are one person already` }]
        : []),
      ...(into.active ? [] : [{ field: 'address', text: `${kept} is disabled` }]),
      ...agentFaults(desk.config, accounts, [...contact.addresses, ...into.addresses]),
    ])
    await mergeInto(writer, contact.id, into.id)
    const before = { contact: contact.id, addresses: contact.addresses }
    const after = { contact: into.id, addresses: [...into.addresses, ...contact.addresses] }
    const event = { at: instant(desk.now()), accountId: into.accountId, actor: actor.name }
    const data = { contact: into.id, before, after }
    await addEvent(writer, { ...event, kind: 'contacts-merged', data })
    return { address, into: kept }
  })
}

/**
 * As one person with an agent, a customer would speak for support, and the agent's answers would
 * count as the customer's.
 */
function agentFaults(
  config: Config,
  accounts: readonly Account[],
  addresses: readonly string[],
): Fault[] {
  const barred = new Set(accounts.flatMap(({ kind }) => agentsBarredFrom(kind, config)))
  const agents = [...new Set(addresses)].filter((address) => barred.has(address))
  const text = 'is an agent of this desk; no customer can be one person with an agent'
  return agents.map((address) => ({ field: 'address', text: `${address} ${text}` }))
}

function stateOf(active: boolean): 'active' | 'disabled' {
  return active ? 'active' : 'disabled'
}

/** Whoever may take away every role of a person may disable that person. */
async function insistOnDisabling(
  { config }: Desk,
  reader: Reader,
  actor: Actor,
  contact: Contact,
): Promise<void> {
  if (mayDoAll(config, actor)) return
  const memberships = await listMemberships(reader, contact.id)
  const may =
    memberships.length > 0 &&
    memberships.every(({ account, roles }) =>
      mayDisable(standingsOf(config, actor, account), roles as Role[]),
    )
  if (may) return
  const what = `disable ${contact.addresses[0]} or have them back`
  refuseActor(actor, what, 'Whoever may take away all of their roles may.')
}

/** What the account's own directory says is changed there and nowhere else. */
async function refuseSynced(reader: Reader, contact: Contact): Promise<void> {
  if (contact.source !== 'directory') return
  const { accountId, company } = await getAccount(reader, contact.accountId)
  throw new Failure(
    'synced',
    `${contact.addresses[0]} comes from the directory of ${accountId} (${company}).`,
    { advice: 'Change it there; here only roles are granted.' },
  )
}

/** Nothing would be sent to them, and the configuration says that they are told. */
const OWN = 'is one of this desk itself; take it out of its configuration first'

async function disablingFaults(
  { config }: Desk,
  reader: Reader,
  contact: Contact,
): Promise<Fault[]> {
  const own = ownPeopleOf(config)
  const faults: Fault[] = contact.addresses
    .filter((address) => own.includes(address))
    .map((address) => ({ field: 'address', text: `${address} ${OWN}` }))
  for (const { account } of await listMemberships(reader, contact.id)) {
    faults.push(...(await lastSuperUserFaults(reader, account, contact)))
  }
  return [...faults, ...(await supportFaults(reader, contact))]
}

/** Reports would go on reaching somebody who is gone. */
export async function supportFaults(reader: Reader, contact: Contact): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const address of contact.addresses) {
    for (const { account } of await listSupportedBy(reader, address)) {
      const text = `${address} is one of ${account.accountId}; take it off that list first`
      faults.push({ field: 'support-contact', text })
    }
  }
  return faults
}
