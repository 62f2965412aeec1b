import { randomBytes } from 'node:crypto'
import { REDACTED } from '../../account/redacted.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { type OnProgress, unseen } from '../../progress.ts'
import {
  getAccount,
  listSupportContacts,
  listSupportedBy,
  removeSupportContact,
} from '../../store/accounts.ts'
import { type Contact, findContactByAddress, listMemberships } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import { forgetUsers } from '../../store/directory-users.ts'
import { rememberErased, wasErased } from '../../store/erased.ts'
import { findTraces, isNothing, whyNotNow, wipeTraces } from '../../store/erasing.ts'
import { wipeContact } from '../../store/erasing-contact.ts'
import { addEvent } from '../../store/events.ts'
import { deleteMeta, listMeta, setMeta } from '../../store/meta.ts'
import { redactTicket } from '../../store/redacting.ts'
import { suppress } from '../../store/suppressed.ts'
import { type Desk, instant } from '../desk.ts'
import { forgetFiles } from '../kept-files.ts'
import { refuseLostFiles } from '../missing-files.ts'
import { insist } from './account-rights.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'
import { contactOf } from './contact-of.ts'
import { type Fault, refuse } from './faults.ts'
import { lastSuperUserFaults } from './grants.ts'
import { type Named, NOWHERE, whereNamed } from './still-named.ts'

export interface Erased {
  /** Tickets of theirs that stay, without the name. */
  tickets: number
  /** Mails of theirs whose bytes are gone. */
  mails: number
  /**
   * Numbers of tickets in which a part of the name, or in the words of others of the account the
   * full one, stands still: a person has to read them.
   */
  toRead: number[]
}

/**
 * Makes a person unknown for good: their tickets stay, everything that says who wrote them
 * goes, also their addresses in any conversation and their full name in those that they had a
 * part in, subjects and names of files included. Only a hash of each address is kept, so that
 * no directory brings the person back.
 * What was begun and not finished goes on when it is asked for again. Throws Failure
 * `not-allowed`, `refused`, `busy`, `files-missing`, `files-unreadable`.
 */
export async function erasePerson(
  desk: Desk,
  written: string,
  as: string | null,
  onProgress: OnProgress = unseen,
): Promise<Erased> {
  const { store } = desk
  await refuseLostFiles(store.read, desk.config.store)
  // Nobody is ever reached there (RFC 2606), and nobody can guess it to write as this person.
  const placeholder = `erased-${randomBytes(6).toString('hex')}@erased.invalid`
  const known = await findContactByAddress(store.read, normalAddress(written))
  const named = known ? await whereNamed(store.read, known) : NOWHERE
  const { addresses, tickets, begun } = await forget(desk, written, as, placeholder, named)
  let mails = 0
  for (;;) {
    const traces = await findTraces(store.read, addresses)
    if (isNothing(traces)) break
    const at = instant(desk.now())
    await store.transact(async (writer) => {
      const raw = await wipeTraces(writer, addresses, traces, placeholder, at)
      // Before the commit: after it nothing would find them, if the process died there.
      store.raw.erase(raw)
      for (const id of traces.ledger) await forgetFiles(desk.config.store.files, id)
    })
    mails += traces.ledger.length
    onProgress(mails, null)
  }
  await store.transact((writer) => deleteMeta(writer, begun))
  return { tickets, mails, toRead: named.toRead }
}

/** Under this and the number of a contact, until all is done: the addresses that have to go. */
const BEGUN = 'erasing/'

/**
 * From here on nobody is known by these addresses, nor by their full name in the tickets that
 * are theirs.
 */
async function forget(
  desk: Desk,
  written: string,
  as: string | null,
  placeholder: string,
  { theirs, pattern, toRead }: Named,
): Promise<{ addresses: string[]; tickets: number; begun: string }> {
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    const address = normalAddress(written)
    const known = await findContactByAddress(writer, address)
    if (!known && mayDoAll(desk.config, actor) && (await wasErased(writer, address))) {
      const all = await listMeta<string[]>(writer, BEGUN)
      const cut = all.find(({ value }) => value.includes(address))
      return { addresses: cut?.value ?? [address], tickets: 0, begun: cut?.key ?? BEGUN }
    }
    const contact = known ?? (await contactOf(writer, written))
    const { addresses } = contact
    const account = await getAccount(writer, contact.accountId)
    insist('erase-person', `erase people of ${account.accountId}`, desk.config, actor, account)
    const busy = await whyNotNow(writer, addresses)
    if (busy) {
      throw new Failure('busy', `Nobody was erased: ${busy}.`, {
        lasting: 'temporary',
        advice: 'Try again in a minute.',
      })
    }
    refuse('Nobody was erased', await lastOneFaults(writer, contact))
    const at = instant(desk.now())
    await leaveSupport(writer, contact, actor, at)
    await forgetUsers(writer, account.id, contact.id, addresses)
    if (pattern) for (const one of theirs) await redactTicket(writer, one, pattern, REDACTED)
    const tickets = await wipeContact(writer, contact.id, addresses, placeholder)
    for (const one of addresses) await rememberErased(writer, one, at)
    const reason = 'The person was erased.'
    const nobody = { address: placeholder, kind: 'bounced', reason, since: at } as const
    await suppress(writer, { ...nobody, outboxId: null, ledgerId: null }, at)
    const event = { at, accountId: account.id, actor: actor.name, kind: 'contact-erased' }
    await addEvent(writer, { ...event, data: { contact: contact.id, tickets, toRead } })
    const begun = `${BEGUN}${contact.id}`
    await setMeta(writer, begun, addresses)
    return { addresses, tickets, begun }
  })
}

/** Where something needs this person, somebody else has to be named first. */
async function lastOneFaults(writer: Writer, contact: Contact): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const { account } of await listMemberships(writer, contact.id)) {
    faults.push(...(await lastSuperUserFaults(writer, account, contact)))
  }
  for (const account of await supportedBy(writer, contact)) {
    const others = (await listSupportContacts(writer, account.id)).filter(
      (one) => !contact.addresses.includes(one.address),
    )
    if (others.length > 0) continue
    const text = `${contact.addresses[0]} is the last one of ${account.accountId}; add another one first`
    faults.push({ field: 'support-contact', text })
  }
  return faults
}

async function leaveSupport(
  writer: Writer,
  contact: Contact,
  actor: Actor,
  at: string,
): Promise<void> {
  for (const account of await supportedBy(writer, contact)) {
    const before = (await listSupportContacts(writer, account.id)).length
    for (const one of contact.addresses) await removeSupportContact(writer, account.id, one)
    const after = (await listSupportContacts(writer, account.id)).length
    const event = { at, accountId: account.id, actor: actor.name }
    const data = { contact: contact.id, before, after }
    await addEvent(writer, { ...event, kind: 'support-contact-erased', data })
  }
}

async function supportedBy(writer: Writer, contact: Contact) {
  const accounts = new Map<number, Awaited<ReturnType<typeof getAccount>>>()
  for (const address of contact.addresses) {
    for (const { account } of await listSupportedBy(writer, address)) {
      accounts.set(account.id, account)
    }
  }
  return [...accounts.values()]
}
