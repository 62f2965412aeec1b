import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { activateAccount } from '../../../src/engine/act/activation.ts'
import { setActive } from '../../../src/engine/act/contact-state.ts'
import { addPerson } from '../../../src/engine/act/contacts.ts'
import { register } from '../../../src/engine/act/registration.ts'
import { sendHeldDigests } from '../../../src/engine/due/held-digest.ts'
import { sweepLapsed } from '../../../src/engine/due/lapse.ts'
import { type Holder, hold } from '../../../src/engine/holder.ts'
import { silent } from '../../../src/log.ts'
import { findAccount } from '../../../src/store/accounts.ts'
import { findContactByAddress } from '../../../src/store/contacts.ts'
import { findMail } from '../../../src/store/ledger.ts'
import { listHistory } from '../../../src/store/ledger-view.ts'
import { codeOfActing, letter, openSite } from '../act/site.ts'
import type { DeskSite } from '../desk-site.ts'

const DAY = 86_400_000
let site: DeskSite
let holder: Holder

beforeEach(async () => {
  site = await openSite({ lapse: { pending: '14d', held: '30d' } })
  const held = await hold(site.desk.store, () => site.clock.now, silent)
  if (!held) throw new Error('somebody else holds the lease of a new store')
  holder = held
})
afterEach(() => site.close())

const umbrella = {
  company: 'Umbrella',
  name: 'Dora',
  email: 'dora@umbrella.test',
  phone: '+34 912 345 678',
  locale: null,
}
const registerUmbrella = () => codeOfActing(register(site.desk, umbrella, null, null))
const sweep = async (days: number) => {
  site.clock.now += days * DAY
  await holder.renew()
  return await sweepLapsed(site.desk, holder)
}

describe('a registration that nobody proves', () => {
  test('lapses, and its name and address are free again', async () => {
    expect(await registerUmbrella()).toBe('done')
    expect(await sweep(13.9)).toEqual({ accounts: 0, mails: 0 })
    expect(await registerUmbrella()).toBe('refused')
    expect(await sweep(0.2)).toEqual({ accounts: 1, mails: 0 })
    const { read } = site.desk.store
    expect(await findAccount(read, 'A-10004')).toMatchObject({
      state: 'lapsed',
      company: 'Umbrella',
    })
    expect(await findContactByAddress(read, umbrella.email)).toBeUndefined()
    expect(await registerUmbrella()).toBe('done')
    expect(await findAccount(read, 'A-10005')).toMatchObject({ state: 'pending' })
    expect(await sweep(1)).toEqual({ accounts: 0, mails: 0 })
  })

  test('leaves who is active alone', async () => {
    expect(await sweep(1000)).toEqual({ accounts: 0, mails: 0 })
    expect(await findAccount(site.desk.store.read, 'A-10001')).toMatchObject({ state: 'active' })
  })
})

describe('held mail', () => {
  test('of a writer whom nobody knows is put away', async () => {
    const early = await letter(site, 'new@nowhere.test')
    site.clock.now += 2 * DAY
    const late = await letter(site, 'else@nowhere.test')
    expect(await sweep(28.1)).toEqual({ accounts: 0, mails: 1 })
    const { read } = site.desk.store
    expect(await findMail(read, early.ledgerId)).toMatchObject({
      outcome: 'refused',
      reason: 'nobody knew its writer within 30d',
    })
    expect((await listHistory(read, early.ledgerId)).at(-1)).toMatchObject({ actor: 'ticketd' })
    expect(await findMail(read, late.ledgerId)).toMatchObject({ outcome: 'held' })
  })

  test('of somebody who was disabled is put away as that of an unknown writer', async () => {
    await setActive(site.desk, 'carl@globex.test', false, null)
    const mail = await letter(site, 'carl@globex.test')
    expect(mail.outcome).toBe('held')
    expect(await sweep(29.9)).toEqual({ accounts: 0, mails: 0 })
    expect(await sweep(0.2)).toEqual({ accounts: 0, mails: 1 })
  })

  test('of somebody known, or for a ticket, waits on', async () => {
    const known = await letter(site, 'new@nowhere.test')
    const { ticket } = await letter(site, 'ana@globex.test')
    const suggested = await letter(site, 'eve@evil.test', `[Acme#${ticket}] Phones`)
    const person = { name: 'New', email: 'new@nowhere.test', phone: null, locale: null }
    await addPerson(site.desk, 'A-10001', { ...person, roles: ['user'] }, null)
    // As if it were held for another reason.
    await site.desk.store.transact((writer) =>
      writer
        .updateTable('ledger')
        .set({ state: 'decided', outcome: 'held' })
        .where('id', '=', known.ledgerId)
        .execute(),
    )
    expect(await sweep(1000)).toEqual({ accounts: 0, mails: 0 })
    expect(await findMail(site.desk.store.read, suggested.ledgerId)).toMatchObject({
      outcome: 'held',
    })
  })
})

describe('the daily list announces it', () => {
  const lists = async () => {
    const rows = await site.desk.store.read
      .selectFrom('outbox')
      .innerJoin('outboxText', 'outboxId', 'id')
      .select(['recipient', 'subject', 'text'])
      .where('template', '=', 'support-held-digest')
      .orderBy('id')
      .execute()
    return rows
  }
  const nextDay = async (days = 1) => {
    site.clock.now += days * DAY
    await holder.renew()
    await sendHeldDigests(site.desk, holder)
  }

  test('to whoever may decide, when a mail is put away', async () => {
    await nextDay(0)
    await letter(site, 'new@nowhere.test')
    await nextDay()
    const [list, ...more] = await lists()
    expect(more).toEqual([])
    expect(list).toMatchObject({ recipient: 'agent@acme.test' })
    expect(list?.text).toContain('Put away: 2 Dec 2026')
  })

  test('to the administrators, which registrations lapse within three days', async () => {
    await nextDay(0)
    await registerUmbrella()
    await nextDay(10)
    expect(await lists()).toEqual([])
    await nextDay(1.1)
    const [list] = await lists()
    expect(list).toMatchObject({ recipient: 'ops@acme.test' })
    expect(list?.subject).toContain('Registrations that nobody has proven')
    expect(list?.text).toContain('A-10004, Umbrella: 16 Nov 2026')
    expect(list?.text).not.toContain('#release')
  })
})

test('nobody is added to what has lapsed; who was added to a pending account is invited when it counts', async () => {
  const form = { phone: null, locale: null, roles: ['user'] }
  const add = (account: string, email: string) =>
    codeOfActing(addPerson(site.desk, account, { ...form, name: 'Uma', email }, null))
  const invited = async () => {
    const rows = await site.desk.store.read
      .selectFrom('outbox')
      .select('recipient')
      .where('template', '=', 'customer-invitation')
      .execute()
    return rows.map((row) => row.recipient)
  }
  await registerUmbrella()
  await sweep(15)
  expect(await add('A-10004', 'uma@umbrella.test')).toBe('refused')
  await registerUmbrella()
  expect(await add('A-10005', 'uma@umbrella.test')).toBe('done')
  expect(await invited()).toEqual([])
  await activateAccount(site.desk, 'A-10005', null)
  expect(await invited()).toEqual(['uma@umbrella.test'])
})
