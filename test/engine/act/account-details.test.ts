import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { setDetails } from '../../../src/engine/act/account-details.ts'
import { addMailDomain, removeMailDomain } from '../../../src/engine/act/account-domains.ts'
import { activateAccount } from '../../../src/engine/act/activation.ts'
import { register } from '../../../src/engine/act/registration.ts'
import { findAccount } from '../../../src/store/accounts.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const set = (id: string, form: Parameters<typeof setDetails>[2], as: string | null = null) =>
  setDetails(site.desk, id, form, as)

/** Globex is a cloud customer, Partner a partner, Initech its partner-supported customer. */
describe('how an account is looked after', () => {
  test('what is not named stays', async () => {
    await set('A-10001', { helpDesk: 'it@globex.test' })
    await set('A-10001', { model: 'enterprise', supportUntil: '2027-03-31' })
    expect(await findAccount(site.desk.store.read, 'A-10001')).toMatchObject({
      helpDesk: 'it@globex.test',
      model: 'enterprise',
      supportUntil: '2027-03-31T23:59:59.999Z',
    })
    await set('A-10001', { helpDesk: '', supportUntil: 'none' })
    expect(await findAccount(site.desk.store.read, 'A-10001')).toMatchObject({
      helpDesk: null,
      model: 'enterprise',
      supportUntil: null,
    })
  })

  test.each<[string, Parameters<typeof setDetails>[2], string]>([
    ['A-10001', {}, 'say what is to be changed'],
    ['A-10001', { member: 'yes' }, 'member is for consultants and developers only'],
    ['A-10001', { supportUntil: '2027-02-31' }, 'support-until must be a date'],
    ['A-10001', { model: 'silver' }, 'model must be one of cloud'],
    ['A-10002', { model: 'cloud' }, 'model is for customers only'],
  ])('%s %j: %s', async (id, form, sentence) => {
    await expect(set(id, form)).rejects.toThrow(sentence)
  })

  test('its partner names the help desk; only the desk sells', async () => {
    expect(await codeOfActing(set('A-10003', { helpDesk: 'x' }, 'pia@partner.test'))).toBe('done')
    const sold = set('A-10003', { model: 'enterprise' }, 'pia@partner.test')
    expect(await codeOfActing(sold)).toBe('not-allowed')
    expect(await codeOfActing(set('A-10001', { helpDesk: 'x' }, 'ulf@globex.test'))).toBe(
      'not-allowed',
    )
  })
})

describe('a mail domain', () => {
  const add = (id: string, domain: string) => addMailDomain(site.desk, id, domain, null)

  test('makes its writers other users of the account, until it is removed', async () => {
    expect(await add('A-10001', ' @Globex.TEST ')).toEqual({ domain: 'globex.test', released: [] })
    expect((await letter(site, 'new@globex.test')).outcome).toBe('referred')
    await removeMailDomain(site.desk, 'A-10001', 'globex.test', null)
    expect((await letter(site, 'newer@globex.test')).outcome).toBe('held')
  })

  test('takes up what its writers sent before: they are sent elsewhere, not held', async () => {
    const held = await letter(site, 'new@globex.test')
    const elsewhere = await letter(site, 'new@sub.globex.test')
    expect([held.outcome, elsewhere.outcome]).toEqual(['held', 'held'])
    expect((await add('A-10001', 'globex.test')).released).toEqual([held.ledgerId])
    expect(await site.takeUp()).toMatchObject([{ outcome: 'referred', ledgerId: held.ledgerId }])
    const asked = await listOutbox(site.desk.store.read, { limit: 9 })
    expect(
      asked
        .filter((mail) => mail.template === 'unknown-registration-needed')
        .map(({ to, status }) => `${to} ${status}`)
        .sort(),
    ).toEqual(['new@globex.test suppressed', 'new@sub.globex.test queued'])
  })

  test('does not touch what waits for another reason', async () => {
    const { ticket } = await letter(site, 'ana@globex.test')
    const suggested = await letter(site, 'new@globex.test', `[Acme#${ticket}] Phones`)
    expect(suggested.outcome).toBe('held')
    expect((await add('A-10001', 'globex.test')).released).toEqual([])
  })

  test('of a pending account does so when it is active', async () => {
    const registration = { company: 'Umbrella', name: 'Dora', email: 'dora@umbrella.test' }
    const form = { ...registration, phone: '+34 600 123 456', locale: null }
    await register(site.desk, form, null, null)
    const held = await letter(site, 'new@umbrella.test')
    expect((await add('A-10004', 'umbrella.test')).released).toEqual([])
    const { released } = await activateAccount(site.desk, 'A-10004', null)
    expect(released).toEqual([held.ledgerId])
  })

  test.each([
    ['gmail.com', 'gives mailboxes to everybody'],
    ['acme.test', "is the desk's own"],
    ['globex', 'is no domain'],
  ])('%s is refused: %s', async (domain, because) => {
    await expect(add('A-10001', domain)).rejects.toThrow(because)
  })

  test('belongs to one account', async () => {
    await add('A-10001', 'globex.test')
    await expect(add('A-10003', 'globex.test')).rejects.toThrow('belongs to A-10001 already')
    const other = removeMailDomain(site.desk, 'A-10003', 'globex.test', null)
    await expect(other).rejects.toThrow('is no mail domain of A-10003')
  })
})
