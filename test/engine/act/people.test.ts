import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mergePeople, setActive } from '../../../src/engine/act/contact-state.ts'
import { addPerson } from '../../../src/engine/act/contacts.ts'
import { grantRoles, revokeRoles } from '../../../src/engine/act/grants.ts'
import { addSupport } from '../../../src/engine/act/support-contacts.ts'
import { unsuppressAddress } from '../../../src/engine/act/suppression.ts'
import { reply } from '../../../src/engine/act/tickets.ts'
import { listSupportContacts } from '../../../src/store/accounts.ts'
import { findContactByAddress, listMemberships } from '../../../src/store/contacts.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'
import { codeOfActing, letter, openSite, PEOPLE, ticketOf } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const roles = async (address: string) => {
  const { read } = site.desk.store
  const contact = await findContactByAddress(read, address)
  return (await listMemberships(read, contact?.id ?? 0)).flatMap((m) => m.roles)
}
const grant = (account: string, address: string, role: string, as: string | null) =>
  codeOfActing(grantRoles(site.desk, account, address, [role], as))
const revoke = (account: string, address: string, role: string, as: string | null) =>
  codeOfActing(revokeRoles(site.desk, account, address, [role], as))
const mails = async () =>
  (await listOutbox(site.desk.store.read, { limit: 50 })).map((m) => [m.to, m.template])
const sentTo = async (address: string) => {
  const rows = await listOutbox(site.desk.store.read, { limit: 50 })
  return rows.filter((row) => row.to === address).map((row) => `${row.template} ${row.status}`)
}
const events = async () => {
  const rows = await site.desk.store.read
    .selectFrom('event')
    .select(['actor', 'kind', 'data'])
    .where('accountId', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }))
}

describe('roles', () => {
  test('a Decision Maker grants; the person is told, and it stands who did it, before and after', async () => {
    await grantRoles(site.desk, 'A-10001', 'ana@globex.test', ['decision-maker'], null)
    expect(await grant('A-10001', 'ulf@globex.test', 'phone-manager', 'ana@globex.test')).toBe(
      'done',
    )
    expect((await roles('ulf@globex.test')).sort()).toEqual(['phone-manager', 'user'])
    expect(await mails()).toContainEqual(['ulf@globex.test', 'customer-role-granted'])
    expect((await events()).at(-1)).toMatchObject({
      actor: 'ana@globex.test',
      kind: 'roles-changed',
      data: { address: 'ulf@globex.test', before: ['user'], after: ['user', 'phone-manager'] },
    })
    expect(await revoke('A-10001', 'ulf@globex.test', 'phone-manager', 'ana@globex.test')).toBe(
      'done',
    )
    expect(await roles('ulf@globex.test')).toEqual(['user'])
  })

  test.each([
    ['ana@globex.test', 'A-10001', 'ulf@globex.test', 'authorised-contact', 'not-allowed'],
    ['ada@globex.test', 'A-10001', 'ulf@globex.test', 'administrator', 'not-allowed'],
    ['sue@partner.test', 'A-10002', 'pia@partner.test', 'authorised-contact', 'done'],
    ['pia@partner.test', 'A-10002', 'pia@partner.test', 'authorised-contact', 'not-allowed'],
    ['sue@partner.test', 'A-10003', 'ivo@initech.test', 'phone-manager', 'not-allowed'],
    ['ops@acme.test', 'A-10001', 'ulf@globex.test', 'decision-maker', 'done'],
    ['eve@evil.test', 'A-10001', 'eve@evil.test', 'administrator', 'not-allowed'],
    [null, 'A-10001', 'nobody@globex.test', 'user', 'no-contact'],
    [null, 'A-10001', 'ulf@globex.test', 'super-user', 'refused'],
    [null, 'A-10001', 'ulf@globex.test', 'boss', 'refused'],
    [null, 'A-10001', 'ulf@globex.test', 'user', 'refused'],
    [null, 'A-99999', 'ulf@globex.test', 'user', 'no-account'],
  ])('%s on %s to %s: %s is %s', async (as, account, address, role, ends) => {
    const before = await roles(address)
    expect(await grant(account, address, role, as)).toBe(ends)
    expect(await roles(address)).toEqual(ends === 'done' ? [...before, role].sort() : before)
    expect(await events()).toHaveLength(ends === 'done' ? 1 : 0)
  })

  test('a partner keeps a super user', async () => {
    expect(await revoke('A-10002', 'sue@partner.test', 'super-user', null)).toBe('refused')
    expect(await codeOfActing(setActive(site.desk, 'sue@partner.test', false, null))).toBe(
      'refused',
    )
    expect(await grant('A-10002', 'pia@partner.test', 'super-user', 'sue@partner.test')).toBe(
      'done',
    )
    expect(await revoke('A-10002', 'sue@partner.test', 'super-user', 'pia@partner.test')).toBe(
      'done',
    )
    expect(await roles('sue@partner.test')).toEqual(['user'])
  })

  test('whoever adds somebody must be allowed to grant each role', async () => {
    const form = { name: 'Una', email: 'una@globex.test', phone: null, locale: null }
    const add = (role: string, as: string) =>
      codeOfActing(addPerson(site.desk, 'A-10001', { ...form, roles: [role] }, as))
    expect(await add('authorised-contact', 'ada@globex.test')).toBe('not-allowed')
    expect(await findContactByAddress(site.desk.store.read, 'una@globex.test')).toBeUndefined()
    expect(await add('user', 'ada@globex.test')).toBe('done')
    expect(await mails()).toEqual([['una@globex.test', 'customer-invitation']])
  })
})

test('everything that is wrong with a new person is said at once', async () => {
  const form = { name: '', email: 'ana@globex.test', roles: ['boss'], phone: '12', locale: 'xx' }
  await expect(addPerson(site.desk, 'A-10001', form, null)).rejects.toThrow(
    /name is missing\n.*ana@globex.test belongs to a contact already\n.*role "boss" is none of .*\n.*phone "12" is no phone number that exists.*\n.*locale/,
  )
  const right = { ...form, name: 'Una', email: 'una@globex.test', roles: ['user'], locale: 'es' }
  await addPerson(site.desk, 'A-10001', { ...right, phone: '+34912345678' }, null)
  const una = await findContactByAddress(site.desk.store.read, 'una@globex.test')
  expect(una).toMatchObject({ phone: '+34 912 34 56 78', locale: 'es', invitation: 'invited' })
})

describe('a disabled person', () => {
  test('is nobody any more, and comes back', async () => {
    const disable = (as: string | null) =>
      codeOfActing(setActive(site.desk, 'ulf@globex.test', false, as))
    expect(await disable('carl@globex.test')).toBe('not-allowed')
    expect(await disable('ada@globex.test')).toBe('done')
    expect(await disable('ada@globex.test')).toBe('already')
    expect(await letter(site, 'ulf@globex.test')).toMatchObject({ outcome: 'held' })
    expect(
      await codeOfActing(setActive(site.desk, 'ulf@globex.test', true, 'ada@globex.test')),
    ).toBe('done')
    // What they wrote meanwhile waits no longer.
    expect((await site.takeUp()).map(({ outcome }) => outcome)).toEqual(['referred'])
    expect((await letter(site, 'ulf@globex.test')).outcome).toBe('referred')
    expect((await events()).map((e) => [e.kind, e.data.before, e.data.after])).toEqual([
      ['contact-disabled', 'active', 'disabled'],
      ['contact-enabled', 'disabled', 'active'],
    ])
  })

  test('has no part in their tickets, gets no mail, and whoever answers knows', async () => {
    const number = await ticketOf(site, 'carl@globex.test')
    await setActive(site.desk, 'carl@globex.test', false, null)
    const written = await letter(site, 'carl@globex.test', `[Ticket#${number}] Phones`)
    expect(written).toMatchObject({ outcome: 'held', reason: 'the writer was disabled' })
    expect(await sentTo('carl@globex.test')).toEqual(['customer-opened queued'])
    await reply(site.desk, number, 'Plug it in.', 'agent@acme.test')
    expect(await sentTo('carl@globex.test')).toContain('customer-support-replied suppressed')
    const told = 'support-address-bounced queued'
    expect(await sentTo('agent@acme.test')).toContain(told)
    expect(await sentTo('help@partner.test')).toContain(told)
    const [newest] = await listOutbox(site.desk.store.read, { limit: 1 })
    const alarm = await showOutbox(site.desk.store.read, newest?.id ?? 0)
    expect(alarm?.text).toContain('was disabled')
    await reply(site.desk, number, 'And now?', 'agent@acme.test')
    const alarms = (await sentTo('agent@acme.test')).filter((one) => one === told)
    expect(alarms).toHaveLength(1)
    expect(await codeOfActing(unsuppressAddress(site.desk, 'carl@globex.test', null))).toBe(
      'disabled',
    )
    await setActive(site.desk, 'carl@globex.test', true, null)
    await reply(site.desk, number, 'Still there?', 'agent@acme.test')
    expect(await sentTo('carl@globex.test')).toContain('customer-support-replied queued')
  })

  test('is held on a desk that is open to anybody, too', async () => {
    const open = await openSite({ desk: { unknownSenders: 'open' } })
    try {
      await setActive(open.desk, 'carl@globex.test', false, null)
      expect(await letter(open, 'carl@globex.test')).toMatchObject({ outcome: 'held', told: [] })
    } finally {
      await open.close()
    }
  })

  test('is no support contact, or stays', async () => {
    await addSupport(site.desk, 'A-10003', 'pia@partner.test', null)
    const disabling = setActive(site.desk, 'pia@partner.test', false, null)
    await expect(disabling).rejects.toThrow('pia@partner.test is one of A-10003')
  })

  test('is nobody who answers or looks after this desk, or stays', async () => {
    const form = { roles: ['user'], phone: null, locale: null }
    await addPerson(site.desk, 'A-10001', { ...form, name: 'Ops', email: 'ops@acme.test' }, null)
    const disabling = setActive(site.desk, 'ops@acme.test', false, null)
    await expect(disabling).rejects.toThrow('ops@acme.test is one of this desk itself')
  })

  test('is disabled in the directory that they come from, and nowhere else', async () => {
    await site.desk.store.transact((writer) =>
      writer
        .updateTable('contact')
        .set({ source: 'directory' })
        .where('name', '=', 'Ulf')
        .execute(),
    )
    await expect(setActive(site.desk, 'ulf@globex.test', false, null)).rejects.toThrow(
      'ulf@globex.test comes from the directory of A-10001 (Globex).',
    )
    const merging = mergePeople(site.desk, 'ulf@globex.test', 'ana@globex.test', null)
    expect(await codeOfActing(merging)).toBe('synced')
  })
})

describe('two contacts that are one person', () => {
  test('become one: addresses, roles, tickets', async () => {
    const number = await ticketOf(site, 'carl@globex.test')
    await mergePeople(site.desk, 'carl@globex.test', 'ulf@globex.test', null)
    const one = await findContactByAddress(site.desk.store.read, 'carl@globex.test')
    expect(one).toMatchObject({ name: 'Ulf', addresses: ['ulf@globex.test', 'carl@globex.test'] })
    expect((await roles('ulf@globex.test')).sort()).toEqual(['authorised-contact', 'user'])
    const ticket = await findTicket(site.desk.store.read, number)
    expect(ticket?.requester.contactId).toBe(one?.id)
    expect((await events()).at(-1)?.kind).toBe('contacts-merged')
  })

  test('get each report of an account that both support once', async () => {
    await addSupport(site.desk, 'A-10001', 'pia@partner.test', null)
    await addSupport(site.desk, 'A-10001', 'sue@partner.test', null)
    await addSupport(site.desk, 'A-10003', 'pia@partner.test', null)
    await mergePeople(site.desk, 'pia@partner.test', 'sue@partner.test', null)
    const supporting = async (id: number) =>
      (await listSupportContacts(site.desk.store.read, id)).map((one) => one.address).sort()
    expect(await supporting(1)).toEqual(['help@partner.test', 'sue@partner.test'])
    expect(await supporting(3)).toEqual(['help@partner.test', 'pia@partner.test'])
    // They support both from either address.
    const named = await letter(site, 'pia@partner.test', 'Fax', { account: 'A-10001' })
    expect(named).toMatchObject({ outcome: 'opened', reason: expect.stringContaining('A-10001') })
  })

  test.each([
    ['ada@globex.test', 'carl@globex.test', 'not-allowed'],
    [null, 'ana@home.test', 'refused'],
    [null, 'nobody@globex.test', 'no-contact'],
  ])('%s: ana and %s: %s', async (as, into, ends) => {
    expect(await codeOfActing(mergePeople(site.desk, 'ana@globex.test', into, as))).toBe(ends)
  })
})

describe('one person who asks and answers', () => {
  const open = async () => {
    const contacts = [
      { name: 'Olivia', address: 'agent@acme.test' },
      { name: 'Olivia', address: 'olivia@home.test' },
      { name: 'Ops', address: 'ops@acme.test' },
    ]
    const vendor = { company: 'Acme', kind: 'vendor', contacts } as const
    return await openDesk({ accounts: [...(PEOPLE.accounts ?? []), vendor] })
  }

  test.each([
    ['a customer', 'ana@globex.test', 'agent@acme.test', 'refused'],
    ['a customer, the other way round', 'agent@acme.test', 'ana@globex.test', 'refused'],
    ['nobody else', 'olivia@home.test', 'agent@acme.test', 'done'],
    // Rights of the desk go by the address alone.
    ['an administrator', 'ana@globex.test', 'ops@acme.test', 'done'],
  ])('an agent and %s', async (_, address, into, ends) => {
    const own = await open()
    try {
      expect(await codeOfActing(mergePeople(own.desk, address, into, null))).toBe(ends)
      // Whoever an agent was made one with would speak for support.
      const number = await ticketOf(own, 'carl@globex.test')
      const answer = await letter(own, 'ana@globex.test', `[Acme#${number}] Phones`)
      expect(answer.told.map((t) => t.notice.template)).not.toContain('customer-support-replied')
    } finally {
      await own.close()
    }
  })
})
