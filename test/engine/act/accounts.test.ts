import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { RegistrationForm } from '../../../src/account/registration.ts'
import type { AccountForm } from '../../../src/engine/act/account-form.ts'
import { createAccount } from '../../../src/engine/act/accounts.ts'
import { activateAccount } from '../../../src/engine/act/activation.ts'
import { addPerson } from '../../../src/engine/act/contacts.ts'
import { discardMail, releaseMail, replayMail } from '../../../src/engine/act/mails.ts'
import { addressFaults, readPerson } from '../../../src/engine/act/people.ts'
import { register } from '../../../src/engine/act/registration.ts'
import { addSupport, removeSupport } from '../../../src/engine/act/support-contacts.ts'
import { listAccounts, listSupportContacts } from '../../../src/store/accounts.ts'
import { findContactByAddress, listMemberships } from '../../../src/store/contacts.ts'
import { findMail } from '../../../src/store/ledger.ts'
import { listHistory } from '../../../src/store/ledger-view.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const form = (changes: Partial<AccountForm> = {}): AccountForm => ({
  kind: 'customer',
  model: 'cloud',
  partner: null,
  company: 'Umbrella',
  decisionMaker: { name: 'Dora', address: 'dora@umbrella.test' },
  supportContacts: [],
  phone: null,
  locale: null,
  ...changes,
})

const create = (changes: Partial<AccountForm> = {}, as: string | null = null) =>
  createAccount(site.desk, form(changes), as)

/** Each line but the heading. */
async function faultsOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work
    return []
  } catch (error) {
    const [head = '', ...lines] = (error as Error).message.split('\n')
    return lines.length > 0
      ? lines.map((line) => line.trim())
      : [head.replace(/^[^:]*: (.*)\.$/, '$1')]
  }
}

test('an account has its Decision Maker, its support contacts, and welcomes the first', async () => {
  const { account } = await create({
    partner: 'A-10002',
    model: 'resell',
    supportContacts: ['pia@partner.test', 'desk@else.test'],
    locale: 'es',
  })
  expect(account).toMatchObject({ accountId: 'A-10004', state: 'active', company: 'Umbrella' })
  const { read } = site.desk.store
  const contact = await findContactByAddress(read, 'dora@umbrella.test')
  const [membership] = await listMemberships(read, contact?.id ?? 0)
  expect(membership).toMatchObject({ account: { accountId: 'A-10004' }, roles: ['decision-maker'] })
  expect(await listSupportContacts(read, account.id)).toEqual([
    { address: 'desk@else.test', name: '', desk: false },
    { address: 'pia@partner.test', name: 'Pia', desk: false },
  ])
  const mail = (await listOutbox(read, { limit: 9 })).find((one) => one.to === 'dora@umbrella.test')
  expect(mail).toMatchObject({ template: 'customer-welcome' })
  expect(mail?.subject).toContain('A-10004')
})

describe('whom its support contacts are is told to each of them once', () => {
  const told = async () =>
    (await listOutbox(site.desk.store.read, { limit: 50 }))
      .map((mail) => `${mail.template} ${mail.to}`)
      .filter((line) => /^support-contact|welcome/.test(line))
      .sort()
  const partners = {
    partner: 'A-10002',
    model: 'resell',
    supportContacts: ['pia@partner.test', 'desk@else.test', 'dora@umbrella.test'],
  }

  test('as the account is made; not who made it, nor who is welcomed', async () => {
    await create(partners, 'pia@partner.test')
    expect(await told()).toEqual([
      'customer-welcome dora@umbrella.test',
      'support-contact-added desk@else.test',
    ])
  })

  test('of an account that registered itself as it becomes active', async () => {
    const site = await openSite({ registration: { supportContact: 'help@acme.example' } })
    const mails = async () =>
      (await listOutbox(site.desk.store.read, { limit: 50 }))
        .filter((mail) => mail.to === 'help@acme.example')
        .map((mail) => mail.template)
    try {
      await register(site.desk, registration(), null, null)
      expect(await mails()).toEqual([])
      await activateAccount(site.desk, 'A-10004', null)
      expect(await mails()).toEqual(['support-contact-added'])
    } finally {
      await site.close()
    }
  })
})

test('everything that is wrong is said at once, and nothing is written', async () => {
  const faults = await faultsOf(
    create({
      kind: 'customer',
      model: 'clod',
      partner: 'A-10001',
      company: '  GLOBEX ',
      decisionMaker: { name: '', address: 'ana@globex.test' },
      supportContacts: ['nobody', 'support+x@acme.test', 'a@b.test', 'a@b.test'],
      phone: 'by day',
      locale: 'Spanish',
    }),
  )
  expect(faults).toEqual([
    'model must be one of cloud, resell, partner, enterprise, flex',
    'partner A-10001 is no partner',
    'company "GLOBEX" has an account already',
    'name of the decision-maker is missing',
    'decision-maker ana@globex.test belongs to a contact already',
    'support-contact "nobody" is no mail address',
    'support-contact support+x@acme.test is an address of this desk itself',
    'support-contact a@b.test is named twice',
    'phone "by day" is no phone number that exists; write it with its country code, such as +34 912 345 678',
    'locale must be a language that mails are written in: en, es',
  ])
  expect(await listAccounts(site.desk.store.read, 10)).toHaveLength(3)
})

test.each<[Partial<AccountForm>, string[]]>([
  [{ kind: 'friend' }, ['kind must be one of customer, partner, consultant, developer, vendor']],
  [{ kind: 'partner' }, ['model is for customers only']],
  [{ model: null }, ['model must be one of cloud, resell, partner, enterprise, flex']],
  [{ partner: 'A-99999', supportContacts: ['a@b.test'] }, ['partner A-99999 is no account']],
  [{ company: '' }, ['company is missing']],
  [{ model: 'partner' }, ['support-contact is missing: such an account needs at least one']],
  [{ partner: 'A-10002' }, ['support-contact is missing: such an account needs at least one']],
  [{ model: 'enterprise' }, []],
  [{ kind: 'consultant', model: null }, []],
])('%j', async (changes, expected) => {
  expect(await faultsOf(create(changes))).toEqual(expected)
})

describe('who may', () => {
  const mine = { model: 'resell', partner: 'A-10002', supportContacts: ['pia@partner.test'] }
  test.each([
    [null, 'done', 'done', 'done', 'done'],
    ['ops@acme.test', 'done', 'done', 'done', 'done'],
    ['pia@partner.test', 'done', 'not-allowed', 'done', 'done'],
    ['sue@partner.test', 'done', 'not-allowed', 'done', 'done'],
    ['ivo@initech.test', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed'],
    ['ada@globex.test', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed'],
    ['agent@acme.test', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed'],
    ['eve@evil.test', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed'],
  ])('%s', async (as, partners, others, support, people) => {
    const { desk } = site
    const person = { name: 'New', email: 'new@initech.test', roles: ['user'] }
    expect(await codeOfActing(create(mine, as))).toBe(partners)
    const decisionMaker = { name: 'Eli', address: 'eli@other.test' }
    expect(await codeOfActing(create({ company: 'Other', decisionMaker }, as))).toBe(others)
    expect(await codeOfActing(addSupport(desk, 'A-10003', 'x@y.test', as))).toBe(support)
    const added = addPerson(desk, 'A-10003', { ...person, phone: null, locale: null }, as)
    expect(await codeOfActing(added)).toBe(people)
  })

  test('an administrator edits the support contacts of their own account', async () => {
    const { desk } = site
    const as = 'ada@globex.test'
    expect(await codeOfActing(addSupport(desk, 'A-10001', 'x@y.test', as))).toBe('done')
    expect(await codeOfActing(removeSupport(desk, 'A-10001', 'X@Y.test', as))).toBe('done')
  })
})

describe('who answers at the desk', () => {
  const agent = { name: 'Olga', address: 'agent@acme.test' }
  const person = { name: 'Olga', email: 'Agent@acme.test', roles: ['user'] }
  const because = 'agent@acme.test is an agent of this desk; a customer needs another one'

  test('is no contact of a customer, however it is asked for', async () => {
    const form = { ...person, phone: null, locale: null }
    expect(await faultsOf(addPerson(site.desk, 'A-10001', form, null))).toEqual([
      `email ${because}`,
    ])
    expect(await faultsOf(create({ decisionMaker: agent }))).toEqual([`decision-maker ${because}`])
    const registered = register(site.desk, registration({ email: agent.address }), null, null)
    expect(await faultsOf(registered)).toEqual([`email ${because}`])
  })

  test('may be one of the vendor', async () => {
    const made = create({ kind: 'vendor', model: null, decisionMaker: agent })
    expect(await faultsOf(made)).toEqual([])
  })
})

test('somebody is one person, with one address', () => {
  expect(readPerson('"Dora, again" <Dora@umbrella.test>')).toEqual({
    name: 'Dora, again',
    address: 'dora@umbrella.test',
  })
  const { name, address } = readPerson('A <a@a.test>, B <b@b.test>')
  expect([name, addressFaults(site.desk.config, 'email', address)]).toEqual([
    '',
    [{ field: 'email', text: expect.stringMatching(/ is no mail address$/) }],
  ])
})

test('the last support contact stays', async () => {
  const { desk } = site
  const remove = (address: string) => codeOfActing(removeSupport(desk, 'A-10003', address, null))
  expect(await remove('help@partner.test')).toBe('last')
  expect(await codeOfActing(addSupport(desk, 'a-10003', 'two@partner.test', null))).toBe('done')
  expect(await codeOfActing(addSupport(desk, 'A-10003', 'Two@Partner.test', null))).toBe('already')
  expect(await remove('help@partner.test')).toBe('done')
  expect(await remove('help@partner.test')).toBe('no-contact')
  expect(await remove('two@partner.test')).toBe('last')
})

describe('what was held because nobody knew the address is decided again', () => {
  const person = { name: 'Uma', email: 'uma@new.test', roles: ['user'], phone: null, locale: null }
  const uma = { name: 'Uma', address: 'uma@new.test' }
  const acts: [string, () => Promise<number[]>][] = [
    [
      'a contact is added',
      async () => (await addPerson(site.desk, 'A-10001', person, null)).released,
    ],
    ['an account is made', async () => (await create({ decisionMaker: uma })).released],
    [
      'a support contact is added',
      async () => (await addSupport(site.desk, 'A-10001', 'uma@new.test', null)).released,
    ],
  ]
  test.each(acts)('%s', async (_, act) => {
    const { read } = site.desk.store
    const held = await letter(site, 'uma@new.test')
    expect(held.outcome).toBe('held')
    const other = await letter(site, 'else@new.test')
    const stranger = await letter(site, 'uma@new.test', '[Acme#100042] Phones')
    expect(await act()).toContain(held.ledgerId)
    expect(await findMail(read, held.ledgerId)).toMatchObject({ state: 'received' })
    expect(await findMail(read, other.ledgerId)).toMatchObject({ state: 'decided' })
    const last = (await listHistory(read, held.ledgerId)).at(-1)
    expect(last).toMatchObject({ actor: 'operator', reason: 'released: uma@new.test is known now' })
    expect(stranger.outcome).toBe('held')
  })

  test('but not what is suggested for a ticket of others', async () => {
    const { ticket } = await letter(site, 'ana@globex.test')
    const held = await letter(site, 'uma@new.test', `[Acme#${ticket}] Phones`)
    expect(held).toMatchObject({ outcome: 'held', ticket })
    expect((await addPerson(site.desk, 'A-10003', person, null)).released).toEqual([])
  })

  test('and not by a registration until it is confirmed', async () => {
    const { desk } = site
    const before = await letter(site, 'uma@new.test')
    const done = await register(desk, registration({ email: 'uma@new.test' }), null, null)
    expect(done).toMatchObject({ account: { state: 'pending' }, released: [] })
    const after = await letter(site, 'uma@new.test')
    expect(after).toMatchObject({ outcome: 'held', reason: 'A-10004 is not active yet', told: [] })
    const eve = codeOfActing(activateAccount(desk, 'A-10004', 'uma@new.test'))
    expect(await eve).toBe('not-allowed')
    const { account, released } = await activateAccount(desk, 'A-10004', 'ops@acme.test')
    expect(account.state).toBe('active')
    expect(released).toEqual([before.ledgerId, after.ledgerId])
    expect(await codeOfActing(activateAccount(desk, 'A-10004', null))).toBe('already')
    expect(await letter(site, 'uma@new.test')).toMatchObject({ outcome: 'opened' })
  })
})

const registration = (changes: Partial<RegistrationForm> = {}): RegistrationForm => ({
  company: 'Umbrella',
  name: 'Dora',
  email: 'dora@umbrella.test',
  phone: '+34 600 123 456',
  locale: null,
  ...changes,
})

test('a registration names every field that is missing or wrong', async () => {
  const bad = registration({ company: 'globex', name: '', email: 'dora', phone: 'call me' })
  expect(await faultsOf(register(site.desk, bad, null, null))).toEqual([
    'company "globex" has an account already; append something to make it unique, such as "globex 2"',
    'name is missing',
    'email "dora" is no mail address',
    'phone "call me" is no phone number that exists; write it with its country code, such as +34 912 345 678',
  ])
  const empty = registration({ company: '', name: '', email: '', phone: '' })
  expect(await faultsOf(register(site.desk, empty, null, null))).toEqual([
    'company is missing',
    'name is missing',
    'email is missing',
    'phone is missing',
  ])
})

test('terms have to be read before they can be accepted', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'terms-')), 'terms.txt')
  writeFileSync(path, 'Be kind.\n')
  const strict = await openSite({ registration: { terms: { version: '2026-1', path } } })
  try {
    const shown = await register(strict.desk, registration(), null, null)
    expect(shown).toEqual({ terms: { version: '2026-1', text: 'Be kind.' } })
    expect(await listAccounts(strict.desk.store.read, 10)).toHaveLength(3)
    const old = register(strict.desk, registration(), '2025-1', null)
    expect(await faultsOf(old)).toEqual([
      'accept-terms must be 2026-1, the version of the terms now',
    ])
    const done = await register(strict.desk, registration(), '2026-1', null)
    expect(done).toMatchObject({ account: { accountId: 'A-10004', state: 'pending' } })
  } finally {
    await strict.close()
  }
})

describe('nobody is asked to register any more, where the mail that asks it has not left yet', () => {
  const asked = async () =>
    (await listOutbox(site.desk.store.read, { limit: 50 }))
      .filter((row) => row.template === 'unknown-registration-needed')
      .map((row) => [row.to, row.status])

  test('once the address is known, whatever became of the mail', async () => {
    const { ledgerId } = await letter(site, 'uma@new.test')
    await discardMail(site.desk, ledgerId, null)
    await letter(site, 'else@new.test')
    await create({ decisionMaker: { name: 'Uma', address: 'uma@new.test' } })
    expect(await asked()).toEqual([
      ['else@new.test', 'queued'],
      ['uma@new.test', 'suppressed'],
    ])
  })

  test('once somebody answers for the last of its mails', async () => {
    const one = await letter(site, 'uma@new.test')
    const two = await letter(site, 'uma@new.test')
    await releaseMail(site.desk, one.ledgerId, null, null)
    expect(await asked()).toEqual([['uma@new.test', 'queued']])
    await releaseMail(site.desk, two.ledgerId, null, null)
    expect(await asked()).toEqual([['uma@new.test', 'suppressed']])
  })

  test('but still after a replay: the address is as unknown as before', async () => {
    const { ledgerId } = await letter(site, 'uma@new.test')
    await replayMail(site.desk, ledgerId, null)
    await site.takeUp()
    expect(await asked()).toEqual([['uma@new.test', 'queued']])
  })
})
