import type { Account } from '../../account/account.ts'
import { may, whoMay } from '../../account/rights.ts'
import { ROLES, type Role } from '../../account/roles.ts'
import type { Contact } from '../../store/contacts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { countOthersWith, rolesOf, setRoles } from '../../store/people.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { refuseActor, standingsOf } from './account-rights.ts'
import { type Actor, actorOf } from './actor.ts'
import { contactOf } from './contact-of.ts'
import { type Fault, refuse } from './faults.ts'
import { tellPerson } from './tell-person.ts'

export interface RolesChanged {
  account: string
  address: string
  before: Role[]
  after: Role[]
}

interface Scene {
  writer: Writer
  account: Account
  contact: Contact
  before: Role[]
  /** Whether the desk itself asks for it. */
  byDesk: boolean
}

/**
 * Gives a contact roles on an account, and tells the contact. Throws Failure `not-allowed`, or
 * `refused` with everything that is wrong.
 */
export async function grantRoles(
  desk: Desk,
  accountId: string,
  written: string,
  roles: string[],
  as: string | null,
): Promise<RolesChanged> {
  return await changeRoles(desk, accountId, written, roles, as, 'grant', async (scene) => {
    refuse('Nothing was granted', [
      ...(scene.contact.active ? [] : [{ field: 'address', text: `${written} is disabled` }]),
      ...(scene.byDesk || scene.before.length > 0
        ? []
        : [{ field: 'address', text: `${written} is no contact of ${accountId}` }]),
      ...roles.flatMap((role) => grantFaults(role, scene.account, scene.before)),
    ])
    return [...scene.before, ...(roles as Role[])]
  })
}

/** Takes roles away; who has none left is still a user of the account. */
export async function revokeRoles(
  desk: Desk,
  accountId: string,
  written: string,
  roles: string[],
  as: string | null,
): Promise<RolesChanged> {
  return await changeRoles(desk, accountId, written, roles, as, 'revoke', async (scene) => {
    const { writer, account, contact, before } = scene
    refuse('Nothing was revoked', [
      ...roles.flatMap((role) => revokeFaults(role, before)),
      ...(roles.includes('super-user') ? await lastSuperUserFaults(writer, account, contact) : []),
    ])
    const after = before.filter((role) => !roles.includes(role))
    return after.length === 0 && !roles.includes('user') ? ['user'] : after
  })
}

async function changeRoles(
  desk: Desk,
  accountId: string,
  written: string,
  roles: string[],
  as: string | null,
  verb: 'grant' | 'revoke',
  changed: (scene: Scene) => Promise<Role[]>,
): Promise<RolesChanged> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insistOnGrants(desk, actor, account, roles, verb)
    const contact = await contactOf(writer, written)
    const before = await rolesOf(writer, contact.id, account.id)
    const byDesk = standingsOf(desk.config, actor, account).includes('desk')
    const after = await changed({ writer, account, contact, before, byDesk })
    await setRoles(writer, contact.id, account.id, after)
    const [address = written] = contact.addresses
    const at = instant(desk.now())
    const data = { contact: contact.id, address, before, after }
    const event = { at, accountId: account.id, actor: actor.name, data }
    await addEvent(writer, { ...event, kind: 'roles-changed' })
    if (verb === 'grant' && account.state === 'active') {
      const granted = roles as Role[]
      await tellPerson(desk, writer, 'role-granted', { address, account, actor, roles: granted })
    }
    return { account: account.accountId, address, before, after }
  })
}

/**
 * Every role is a right of its own. Throws Failure `not-allowed` at the first that is not theirs.
 */
export function insistOnGrants(
  { config }: Desk,
  actor: Actor,
  account: Account,
  roles: readonly string[],
  verb: 'grant' | 'revoke',
): void {
  const standings = standingsOf(config, actor, account)
  for (const role of roles.filter(isRole)) {
    if (may(`grant ${role}`, standings)) continue
    refuseActor(actor, `${verb} ${role} on ${account.accountId}`, whoMay(`grant ${role}`))
  }
}

function grantFaults(role: string, account: Account, before: readonly Role[]): Fault[] {
  const faults = roleFaults(role, account)
  if (faults.length > 0 || !(before as string[]).includes(role)) return faults
  return [{ field: 'role', text: `${role} is theirs already` }]
}

/** What is wrong with a role for somebody of this account. */
export function roleFaults(role: string, account: Pick<Account, 'accountId' | 'kind'>): Fault[] {
  if (!isRole(role)) {
    return [{ field: 'role', text: `"${role}" is none of ${ROLES.join(', ')}` }]
  }
  if (role !== 'super-user' || account.kind === 'partner') return []
  return [{ field: 'role', text: `super-user is for partners, which ${account.accountId} is not` }]
}

function revokeFaults(role: string, before: readonly string[]): Fault[] {
  if (!isRole(role)) return [{ field: 'role', text: `"${role}" is none of ${ROLES.join(', ')}` }]
  return before.includes(role) ? [] : [{ field: 'role', text: `${role} is not theirs` }]
}

/** A partner has at least one super user: somebody has to name its authorised contacts. */
export async function lastSuperUserFaults(
  reader: Reader,
  account: Account,
  contact: Contact,
): Promise<Fault[]> {
  if (account.kind !== 'partner') return []
  const roles = await rolesOf(reader, contact.id, account.id)
  if (!roles.includes('super-user')) return []
  if ((await countOthersWith(reader, account.id, 'super-user', contact.id)) > 0) return []
  const text = `${contact.addresses[0]} is the last one of ${account.accountId}; name another one first`
  return [{ field: 'super-user', text }]
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}
