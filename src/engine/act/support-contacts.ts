import type { Account } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import {
  addSupportContact,
  listSupportContacts,
  removeSupportContact,
} from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'
import { whoIsMeant } from './partner-users.ts'
import { addressFaults } from './people.ts'
import { releaseHeldOf, strangersAmong } from './release-held.ts'
import { tellSupport } from './tell-support.ts'

export interface SupportChange {
  before: string[]
  after: string[]
  /** Numbers of mails that were held because nobody knew their writer, and are decided again. */
  released: number[]
}

/**
 * From now on this person gets every issue report of the account: an address, or a part of the
 * name or address of one user of the account's partner. Throws Failure `already`,
 * `no-contact`, `refused`.
 */
export async function addSupport(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<SupportChange & { address: string }> {
  let address = ''
  const change = await changeSupport(desk, accountId, as, async (writer, account, before) => {
    const meant = await whoIsMeant(writer, account, written)
    if ('refused' in meant) {
      throw new Failure('no-contact', `${meant.refused}.`, { advice: 'Give the whole address.' })
    }
    address = meant.address
    if (before.includes(address)) {
      throw new Failure('already', `${address} is a support contact of ${accountId} already.`)
    }
    return { addresses: [...before, address], unclear: [] }
  })
  return { ...change, address }
}

/** The last support contact stays: without one nobody would read the account's issues. */
export async function removeSupport(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<SupportChange & { address: string }> {
  const address = normalAddress(written)
  const change = await changeSupport(desk, accountId, as, async (_, __, before) => {
    if (!before.includes(address)) {
      throw new Failure('no-contact', `${address} is no support contact of ${accountId}.`)
    }
    if (before.length === 1) {
      throw new Failure('last', `${address} is the last support contact of ${accountId}.`, {
        advice: 'Add another one first.',
      })
    }
    return { addresses: before.filter((one) => one !== address), unclear: [] }
  })
  return { ...change, address }
}

/** These and nobody else get every issue report from now on; the whole list is judged at once. */
export async function setSupport(
  desk: Desk,
  accountId: string,
  written: string[],
  as: string | null,
): Promise<SupportChange> {
  return await changeSupport(desk, accountId, as, async (writer, account) => {
    const addresses: string[] = []
    const unclear: Fault[] = []
    for (const one of written) {
      const meant = await whoIsMeant(writer, account, one)
      if ('address' in meant) addresses.push(meant.address)
      else unclear.push({ field: 'support-contact', text: meant.refused })
    }
    return { addresses, unclear }
  })
}

/** The list that somebody asks for; `unclear`: what of it names nobody. */
interface Wanted {
  addresses: string[]
  unclear: Fault[]
}

/**
 * One change from list to list in one transaction; what it leads to is judged, then done and told.
 */
async function changeSupport(
  desk: Desk,
  accountId: string,
  as: string | null,
  wanted: (writer: Writer, account: Account, before: string[]) => Promise<Wanted>,
): Promise<SupportChange> {
  const { config } = desk
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, config, as)
    const what = `change the support contacts of ${accountId}`
    insist('edit-support-contacts', what, config, actor, account)
    const before = (await listSupportContacts(writer, account.id)).map((one) => one.address)
    const { addresses: after, unclear } = await wanted(writer, account, before)
    const added = after.filter((one) => !before.includes(one))
    const removed = before.filter((one) => !after.includes(one))
    refuse('Nothing was changed', [
      ...unclear,
      ...(unclear.length > 0 ? [] : emptyFaults(after)),
      ...twiceFaults(after),
      ...[...new Set(added)].flatMap((one) => addressFaults(config, 'support-contact', one)),
    ])
    const at = instant(desk.now())
    const strangers = await strangersAmong(writer, config, added)
    for (const address of added) await addSupportContact(writer, account.id, address, at)
    for (const address of removed) await removeSupportContact(writer, account.id, address)
    if (added.length > 0 || removed.length > 0) {
      const data = { added, removed, before, after }
      const event = { at, accountId: account.id, actor: actor.name }
      await addEvent(writer, { ...event, kind: 'support-contacts-changed', data })
    }
    await tellSupport(desk, writer, account, actor, 'support-contact-added', added)
    await tellSupport(desk, writer, account, actor, 'support-contact-removed', removed)
    const released: number[] = []
    for (const one of strangers) {
      released.push(...(await releaseHeldOf(writer, one, actor.name, at)))
    }
    return { before, after, released }
  })
}

function emptyFaults(addresses: readonly string[]): Fault[] {
  if (addresses.length > 0) return []
  return [{ field: 'support-contact', text: 'is missing: an account keeps at least one' }]
}

function twiceFaults(addresses: readonly string[]): Fault[] {
  const field = 'support-contact'
  const twice = new Set(addresses.filter((one, i) => addresses.indexOf(one) !== i))
  return [...twice].map((one) => ({ field, text: `${one} is named twice` }))
}
