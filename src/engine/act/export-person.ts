import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { may, whoMay } from '../../account/rights.ts'
import { getAccount, listSupportedBy } from '../../store/accounts.ts'
import { type Contact, listMemberships } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { findUserOf } from '../../store/directory-users.ts'
import { addEvent } from '../../store/events.ts'
import { listMailsFrom, readPersonalData } from '../../store/personal-data.ts'
import { listServicesOf } from '../../store/services.ts'
import { suppressionsOf } from '../../store/suppressed.ts'
import { type Desk, instant } from '../desk.ts'
import { refuseActor, standingsOf } from './account-rights.ts'
import { type Actor, actorOf } from './actor.ts'
import { contactOf } from './contact-of.ts'
import { newFolder, PRIVATE } from './new-folder.ts'

/**
 * Writes all that is kept of a person into a new or empty folder: `person.json`, and the mails
 * that they wrote as `mails/17.eml`. That it was done is an event. Throws Failure
 * `not-allowed`, `folder`.
 */
export async function exportPerson(
  desk: Desk,
  written: string,
  folder: string,
  as: string | null,
): Promise<{ address: string; folder: string; mails: number }> {
  const { store } = desk
  const contact = await contactOf(store.read, written)
  const actor = await actorOf(store.read, desk.config, as)
  await insistOnExport(desk, actor, contact)
  const [address = written] = contact.addresses
  const place = await newFolder(folder, ['mails'])
  const mails = await listMailsFrom(store.read, contact.addresses)
  const kept = mails.filter((mail) => mail.rawId !== null)
  const person = { ...(await readPerson(store.read, contact)), mails }
  await writeFile(path.join(place, 'person.json'), `${JSON.stringify(person, null, 2)}\n`, PRIVATE)
  for (const { id, rawId } of kept) {
    const file = path.join(place, 'mails', `${id}.eml`)
    await pipeline(store.raw.stream(rawId ?? 0), createWriteStream(file, PRIVATE))
  }
  await store.transact((writer) =>
    addEvent(writer, {
      at: instant(desk.now()),
      accountId: contact.accountId,
      actor: actor.name,
      kind: 'contact-exported',
      data: { contact: contact.id, address, mails: kept.length },
    }),
  )
  return { address, folder: place, mails: kept.length }
}

/** A person may have their own data, and the desk anybody's. */
async function insistOnExport({ config, store }: Desk, actor: Actor, contact: Contact) {
  const account = await getAccount(store.read, contact.accountId)
  const self = actor.sender?.contact?.id === contact.id ? (['self'] as const) : []
  const standings = [...standingsOf(config, actor, account), ...self]
  if (may('export-person', standings)) return
  refuseActor(actor, `export what is kept of ${contact.addresses[0]}`, whoMay('export-person'))
}

async function readPerson(reader: Reader, contact: Contact) {
  const { id, name, addresses, phone, locale, active, source } = contact
  const memberships = await listMemberships(reader, id)
  const supports = await Promise.all(addresses.map((one) => listSupportedBy(reader, one)))
  return {
    name,
    addresses,
    phone,
    locale,
    active,
    source,
    accounts: memberships.map(({ account, roles }) => {
      return { accountId: account.accountId, company: account.company, roles }
    }),
    supportContactOf: supports.flat().map(({ account }) => account.accountId),
    directory: (await findUserOf(reader, id))?.user ?? null,
    services: (await listServicesOf(reader, id)).map(({ service, given, state }) => {
      return { service, given, state }
    }),
    suppressed: [...(await suppressionsOf(reader, addresses)).values()],
    ...(await readPersonalData(reader, id, addresses)),
  }
}
