import { setImmediate } from 'node:timers/promises'
import { Failure, sentence } from '../../errors.ts'
import { type OnProgress, unseen } from '../../progress.ts'
import { inSavepoint, type Writer } from '../../store/database.ts'
import {
  addressesOf,
  addSyncedContact,
  disableSynced,
  holderOf,
  keepFromDirectory,
  letGo,
  takeAddress,
} from '../../store/directory-contacts.ts'
import {
  type DirectoryState,
  type DirectoryUser,
  dropUser,
  findUserOf,
  listInState,
  settleUser,
} from '../../store/directory-users.ts'
import { readErased } from '../../store/erased.ts'
import { addEvent } from '../../store/events.ts'
import { listWaiting } from '../../store/held.ts'
import { countOthersWith, rolesOf } from '../../store/people.ts'
import { endServicesOf } from '../../store/services.ts'
import { releaseHeldOf } from '../act/release-held.ts'
import { ownPeopleOf } from '../agents.ts'
import { type Desk, instant } from '../desk.ts'
import { leaveAddress, moveTo } from './addresses.ts'

/**
 * So many users in one transaction: mail that arrives meanwhile need not wait for all of them, and
 * what is gone soon costs the garbage collector little.
 */
const CHUNK = 200
const ACTOR = 'directory'

export type Transact = <T>(work: (writer: Writer) => Promise<T>) => Promise<T>

/**
 * Takes up what was pushed: users that are ready become contacts of their account, those that are
 * gone are disabled, those that failed are tried again. Tells how many were looked at, and gives
 * how many have changed.
 */
export async function takeUpUsers(
  desk: Desk,
  transact: Transact,
  onProgress: OnProgress = unseen,
): Promise<number> {
  const at = instant(desk.now())
  let looked = 0
  const seen = (users: number) => {
    looked += users
    onProgress(looked, null)
  }
  // The ready before the gone: a user whom the directory calls by another name is not gone.
  const ready = await inChunks(desk, transact, 'ready', seen, (writer, user, round) =>
    settle(writer, user, round, at),
  )
  const gone = await inChunks(desk, transact, 'gone', seen, async (writer, user) => {
    await remove(desk, writer, user, at)
    return true
  })
  const failed = await inChunks(desk, transact, 'failed', seen, (writer, user, round) =>
    settle(writer, user, round, at),
  )
  return ready + gone + failed
}

interface Round {
  erased: (address: string) => boolean
  /** Whether any mail waits for its writer to become known. */
  held: boolean
}

async function inChunks(
  desk: Desk,
  transact: Transact,
  state: DirectoryState,
  seen: (users: number) => void,
  work: (writer: Writer, user: DirectoryUser, round: Round) => Promise<boolean>,
): Promise<number> {
  let done = 0
  let after = 0
  // Looked for outside of a transaction: mostly there is nothing to do.
  while ((await listInState(desk.store.read, state, after, 1)).length > 0) {
    after = await transact(async (writer) => {
      const users = await listInState(writer, state, after, CHUNK)
      const erased = await readErased(writer)
      const held = (await listWaiting(writer, 1)).length > 0
      for (const user of users) if (await work(writer, user, { erased, held })) done += 1
      seen(users.length)
      return users.at(-1)?.id ?? Number.MAX_SAFE_INTEGER
    })
    await setImmediate()
  }
  return done
}

/** False where nothing has changed: a user that failed fails for the same reason again. */
async function settle(
  writer: Writer,
  row: DirectoryUser,
  round: Round,
  at: string,
): Promise<boolean> {
  const outcome = round.erased(row.user.email)
    ? { failed: 'the person asked to be forgotten' }
    : await safely(writer, () => sync(writer, row, round, at))
  if ('failed' in outcome) {
    if (row.state === 'failed' && row.reason === outcome.failed) return false
    const { contactId } = row
    const failed = { state: 'failed', reason: outcome.failed, contactId, syncedAt: null } as const
    await settleUser(writer, row.id, failed)
  } else {
    const { contactId } = outcome
    await settleUser(writer, row.id, { state: 'synced', reason: null, contactId, syncedAt: at })
  }
  return true
}

type Synced = { contactId: number } | { failed: string }

/** A fault of one user costs none of the others; a fault of the store costs them all, for now. */
async function safely(writer: Writer, work: () => Promise<Synced>): Promise<Synced> {
  try {
    return await inSavepoint(writer, work)
  } catch (error) {
    if (error instanceof Failure) throw error
    return { failed: sentence(error) }
  }
}

async function sync(writer: Writer, row: DirectoryUser, round: Round, at: string): Promise<Synced> {
  const { accountId, user } = row
  const address = user.email
  const phone = user.phone || null
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ') || address
  const holder = await freedHolder(writer, row, at)
  if (holder && holder.accountId !== accountId) {
    return { failed: `the address ${address} belongs to somebody outside of the account` }
  }
  if (holder && row.contactId !== null && holder.contactId !== row.contactId) {
    return { failed: `the address ${address} belongs to another person of the account` }
  }
  if (holder && holder.state !== 'active' && holder.source !== 'directory') {
    return { failed: `the person with the address ${address} was disabled here` }
  }
  const known = holder?.contactId ?? row.contactId
  const event = { at, accountId, actor: ACTOR }
  if (known === null) {
    const contactId = await addSyncedContact(writer, {
      accountId,
      name,
      address,
      phone,
      createdAt: at,
    })
    await addEvent(writer, { ...event, kind: 'contact-added', data: { address, roles: ['user'] } })
    if (round.held) await releaseHeldOf(writer, address, ACTOR, at)
    return { contactId }
  }
  if (!holder) {
    await moveTo(writer, { contactId: known, accountId }, address, at)
  }
  await keepFromDirectory(writer, { id: known, accountId, name, phone })
  // Until now nobody knew this address, or whom it belongs to was disabled.
  if (round.held && holder?.state !== 'active') await releaseHeldOf(writer, address, ACTOR, at)
  const before = holder && { name: holder.name, phone: holder.phone, state: holder.state }
  if (before?.name !== name || before.phone !== phone || before.state !== 'active') {
    const data = { address, before: before ?? null, after: { name, phone, state: 'active' } }
    await addEvent(writer, { ...event, kind: 'contact-synced', data })
  }
  return { contactId: known }
}

/** Whose the address is; an address that the directory has given to somebody else is nobody's. */
async function freedHolder(writer: Writer, { id, accountId, user }: DirectoryUser, at: string) {
  const holder = await holderOf(writer, user.email)
  if (holder?.accountId !== accountId) return holder
  const theirs = await findUserOf(writer, holder.contactId)
  if (!theirs || theirs.id === id || theirs.user.email === user.email) return holder
  await takeAddress(writer, user.email)
  await leaveAddress(writer, holder, user.email, at)
  return undefined
}

/**
 * Without a Decision Maker the account would have nobody to ask, and without a super user nobody
 * could name the authorised contacts of a partner.
 */
async function isNeeded(writer: Writer, contactId: number, accountId: number): Promise<boolean> {
  const roles = await rolesOf(writer, contactId, accountId)
  if (roles.includes('decision-maker')) return true
  if (!roles.includes('super-user')) return false
  return (await countOthersWith(writer, accountId, 'super-user', contactId)) === 0
}

/**
 * Disables the person behind a user that is gone, unless the directory calls them otherwise now.
 */
async function remove(
  { config }: Desk,
  writer: Writer,
  row: DirectoryUser,
  at: string,
): Promise<void> {
  const { accountId, contactId } = row
  const own = ownPeopleOf(config)
  if (contactId !== null && !(await findUserOf(writer, contactId))) {
    const isOwn = (await addressesOf(writer, contactId)).some((a) => own.includes(a))
    const stays = isOwn || (await isNeeded(writer, contactId, accountId))
    if (stays) await letGo(writer, contactId)
    else await disableSynced(writer, contactId)
    await endServicesOf(writer, contactId, at)
    const kind = stays ? 'contact-kept' : 'contact-disabled'
    const data = { address: row.user.email, because: 'gone from the directory' }
    await addEvent(writer, { at, accountId, actor: ACTOR, kind, data })
  }
  await dropUser(writer, row.id)
}
