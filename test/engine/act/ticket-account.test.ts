import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createAccount } from '../../../src/engine/act/accounts.ts'
import { activateAccount } from '../../../src/engine/act/activation.ts'
import { buyCredits } from '../../../src/engine/act/credits.ts'
import { bookMinutes } from '../../../src/engine/act/minutes.ts'
import { register } from '../../../src/engine/act/registration.ts'
import { giveToAccount } from '../../../src/engine/act/ticket-account.ts'
import { close } from '../../../src/engine/act/tickets.ts'
import { listTicketEvents } from '../../../src/store/events.ts'
import { findTicket, listTickets } from '../../../src/store/tickets.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite, ticketOf } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite({ desk: { unknownSenders: 'open' } })
})
afterEach(() => site.close())

const give = (number: number, account: string, as: string | null = null) =>
  giveToAccount(site.desk, number, account, as)
const ticketNow = (number: number) => findTicket(site.desk.store.read, number)
const accountsOf = async () =>
  Object.fromEntries(
    (await listTickets(site.desk.store.read, { limit: 50 })).map((it) => [it.number, it.account]),
  )

const uma = {
  company: 'Umbrella',
  name: 'Uma',
  email: 'uma@new.test',
  phone: '+34 600 123 456',
  locale: null,
}

describe('a ticket is given to an account', () => {
  test('and the event names both', async () => {
    const number = await ticketOf(site, 'uma@new.test')
    expect(await give(number, 'a-10001')).toEqual({ before: null, after: 'A-10001' })
    expect(await give(number, 'A-10003', 'agent@acme.test')).toEqual({
      before: 'A-10001',
      after: 'A-10003',
    })
    expect(await accountsOf()).toEqual({ [number]: 'A-10003' })
    const events = await listTicketEvents(site.desk.store.read, number)
    expect(events.slice(-2)).toMatchObject([
      { kind: 'account-changed', actor: 'operator', data: { before: null, after: 'A-10001' } },
      { actor: 'agent@acme.test', data: { before: 'A-10001', after: 'A-10003' } },
    ])
  })

  test('whose authorised contacts may write to it from then on', async () => {
    const number = await ticketOf(site, 'uma@new.test')
    const subject = `[Acme#${number}] Phones`
    expect(await letter(site, 'carl@globex.test', subject)).toMatchObject({ outcome: 'held' })
    await give(number, 'A-10001')
    expect(await letter(site, 'carl@globex.test', subject)).toMatchObject({
      outcome: 'replied',
      ticket: number,
    })
  })

  test('agents who answer it go on, whoever answers for the account', async () => {
    const number = await ticketOf(site, 'uma@new.test')
    await give(number, 'A-10003')
    expect(await ticketNow(number)).toMatchObject({ supportSide: 'desk' })
    const contacts = await ticketOf(site, 'ivo@initech.test')
    expect(await ticketNow(contacts)).toMatchObject({ supportSide: 'contacts' })
    await give(contacts, 'A-10001')
    expect(await ticketNow(contacts)).toMatchObject({
      supportSide: 'desk',
      clock: { from: '2026-11-02T09:00:00.000Z', missed: 0 },
    })
  })

  test('who pays for its work from then on, and no longer the one before', async () => {
    await site.close()
    site = await openSite({
      departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
    })
    await buyCredits(site.desk, 'A-10001', 120, null)
    const number = await ticketOf(site, 'ana@globex.test')
    await give(number, 'A-10003')
    const { payer, balance } = await bookMinutes(site.desk, number, 10, 'log', null)
    expect([payer?.accountId, balance]).toEqual(['A-10003', -10])
  })

  test.each([
    [null, 'done'],
    ['ops@acme.test', 'done'],
    ['agent@acme.test', 'done'],
    ['uma@new.test', 'not-allowed'],
    ['ada@globex.test', 'not-allowed'],
    ['help@partner.test', 'not-allowed'],
  ])('by %s: %s', async (as, ended) => {
    const number = await ticketOf(site, 'uma@new.test')
    expect(await codeOfActing(give(number, 'A-10001', as))).toBe(ended)
  })

  test('that is there, active and another one', async () => {
    const number = await ticketOf(site, 'ana@globex.test')
    expect(await codeOfActing(give(999, 'A-10001'))).toBe('no-ticket')
    expect(await codeOfActing(give(number, 'A-99999'))).toBe('no-account')
    expect(await codeOfActing(give(number, 'A-10001'))).toBe('already')
    await register(site.desk, uma, null, null)
    expect(await codeOfActing(give(number, 'A-10004'))).toBe('not-active')
  })
})

describe('tickets that somebody opened before they had an account', () => {
  test('are those of the account once it is active, but for closed ones', async () => {
    const [open, closed] = [await ticketOf(site, uma.email), await ticketOf(site, uma.email)]
    const other = await ticketOf(site, 'else@new.test')
    await close(site.desk, closed, null)
    await register(site.desk, uma, null, null)
    expect(await accountsOf()).toEqual({ [open]: null, [closed]: null, [other]: null })
    const { attached } = await activateAccount(site.desk, 'A-10004', null)
    expect(attached).toEqual([open])
    expect(await accountsOf()).toEqual({ [open]: 'A-10004', [closed]: null, [other]: null })
    expect((await ticketNow(open))?.requester.contactId).not.toBeNull()
  })

  test.each([
    [null, true],
    ['pia@partner.test', false],
  ])('are those of an account made by %s: %s', async (as, expected) => {
    const number = await ticketOf(site, uma.email)
    const form = {
      kind: 'customer',
      model: 'resell',
      partner: 'A-10002',
      company: 'Umbrella',
      decisionMaker: { name: 'Uma', address: uma.email },
      supportContacts: ['pia@partner.test'],
      phone: null,
      locale: null,
    }
    const { attached } = await createAccount(site.desk, form, as)
    expect(attached).toEqual(expected ? [number] : [])
  })
})
