import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createAccount } from '../../../src/engine/act/accounts.ts'
import { addPerson } from '../../../src/engine/act/contacts.ts'
import { searchPartnerUsers } from '../../../src/engine/act/partner-users.ts'
import { addSupport, removeSupport, setSupport } from '../../../src/engine/act/support-contacts.ts'
import { findAccount, listSupportContacts } from '../../../src/store/accounts.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, openSite } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
  const person = { phone: null, locale: null, roles: ['user'] }
  const add = (name: string, email: string) =>
    addPerson(site.desk, 'A-10002', { ...person, name, email }, null)
  await add('Zoë Sánchez', 'zs@partner.test')
  await add('Piet', 'piet@partner.test')
})
afterEach(() => site.close())

const now = async () => {
  const { read } = site.desk.store
  const account = await findAccount(read, 'A-10003')
  return (await listSupportContacts(read, account?.id ?? 0)).map((one) => one.address)
}
const told = async () =>
  (await listOutbox(site.desk.store.read, { limit: 50 }))
    .filter((mail) => mail.template.startsWith('support-contact'))
    .map((mail) => `${mail.template} ${mail.to}`)
    .sort()

describe('a set', () => {
  test('replaces the list in one step; who comes and who goes is told', async () => {
    const wanted = ['Pia', 'New@Desk.test']
    const change = await setSupport(site.desk, 'A-10003', wanted, 'pia@partner.test')
    expect(change).toMatchObject({
      before: ['help@partner.test'],
      after: ['pia@partner.test', 'new@desk.test'],
    })
    expect(await now()).toEqual(['new@desk.test', 'pia@partner.test'])
    // Who does it is not told.
    expect(await told()).toEqual([
      'support-contact-added new@desk.test',
      'support-contact-removed help@partner.test',
    ])
    const events = await site.desk.store.read
      .selectFrom('event')
      .selectAll()
      .where('kind', '=', 'support-contacts-changed')
      .execute()
    expect(events).toHaveLength(1)
    expect(JSON.parse(events[0]?.data ?? '')).toMatchObject({
      before: change.before,
      after: change.after,
    })
  })

  test('with faults changes nothing and names them all', async () => {
    const wanted = ['xyz', 'nobody@', 'support@acme.test', 'a@b.test', 'A@b.test']
    await expect(setSupport(site.desk, 'A-10003', wanted, null)).rejects.toThrow(
      'Nothing was changed:\n  support-contact "xyz" is no mail address, and no user of its partner is called so\n  support-contact a@b.test is named twice\n  support-contact "nobody@" is no mail address\n  support-contact support@acme.test is an address of this desk itself',
    )
    expect(await codeOfActing(setSupport(site.desk, 'A-10003', [], null))).toBe('refused')
    expect(await now()).toEqual(['help@partner.test'])
    expect(await told()).toEqual([])
  })
})

test('the last one stays, judged on the result', async () => {
  expect(await codeOfActing(removeSupport(site.desk, 'A-10003', 'help@partner.test', null))).toBe(
    'last',
  )
  await setSupport(site.desk, 'A-10003', ['other@desk.test'], null)
  expect(await now()).toEqual(['other@desk.test'])
})

describe('a user of the partner', () => {
  test.each([
    ['sanch', 'zs@partner.test'],
    ['zoe s', 'zs@partner.test'],
    ['PIET', 'piet@partner.test'],
  ])('is found by %s', async (text, address) => {
    expect(await addSupport(site.desk, 'A-10003', text, null)).toMatchObject({ address })
  })

  test.each([
    ['pi', '"pi" may be Pia <pia@partner.test> or Piet <piet@partner.test>.'],
    ['xyz', '"xyz" is no mail address, and no user of its partner is called so.'],
  ])('is not meant by %s', async (text, sentence) => {
    await expect(addSupport(site.desk, 'A-10003', text, null)).rejects.toThrow(sentence)
    expect(await now()).toEqual(['help@partner.test'])
  })

  test('is a support contact of a new account by name', async () => {
    const form = {
      kind: 'customer',
      model: 'resell',
      partner: 'A-10002',
      company: 'Umbrella',
      decisionMaker: { name: 'Dora', address: 'dora@umbrella.test' },
      phone: null,
      locale: null,
    }
    const create = (supportContacts: string[]) =>
      createAccount(site.desk, { ...form, supportContacts }, 'sue@partner.test')
    await expect(create(['xyz'])).rejects.toThrow('support-contact "xyz" is no mail address')
    const { account } = await create(['sanchez'])
    expect(await listSupportContacts(site.desk.store.read, account.id)).toEqual([
      { address: 'zs@partner.test', name: 'Zoë Sánchez', desk: false },
    ])
  })

  test('is shown to whoever may make them a support contact', async () => {
    const { config, store } = site.desk
    const search = (text: string, as: string | null) =>
      searchPartnerUsers(store.read, config, 'A-10003', text, as)
    expect(await search('partner.test', 'sue@partner.test')).toHaveLength(4)
    expect(await search('PIA', null)).toEqual([{ name: 'Pia', address: 'pia@partner.test' }])
    expect(await search(' ', null)).toEqual([])
    expect(await codeOfActing(search('pia', 'ivo@initech.test'))).toBe('not-allowed')
  })
})
