import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { RegistrationForm } from '../../../src/account/registration.ts'
import { confirmAccount } from '../../../src/engine/act/confirmation.ts'
import { register } from '../../../src/engine/act/registration.ts'
import { mailTokenCode, rotateToken, showToken } from '../../../src/engine/act/show-token.ts'
import { tokenIsRight } from '../../../src/engine/act/token.ts'
import { findAccount, listAccounts } from '../../../src/store/accounts.ts'
import { addContact, findContactByAddress } from '../../../src/store/contacts.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite } from './site.ts'

const DORA = 'dora@umbrella.test'
const FORM: RegistrationForm = {
  company: 'Umbrella',
  name: 'Dora',
  email: DORA,
  phone: '+34 600 123 456',
  locale: null,
}

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

/** The eight digits in the newest mail of a template. */
async function codeIn(template: string): Promise<string> {
  const { read } = site.desk.store
  const newest = (await listOutbox(read, { limit: 20 })).find((row) => row.template === template)
  const { text } = (await showOutbox(read, newest?.id ?? 0)) ?? {}
  return /\b\d{8}\b/.exec(text ?? '')?.[0] ?? 'none'
}

/** Another code than this one. */
const other = (code: string) => (code === '00000000' ? '00000001' : '00000000')

const sentence = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  )

describe('the code of the welcome mail', () => {
  beforeEach(() => register(site.desk, FORM, null, null))
  const confirm = (code: string) => confirmAccount(site.desk, 'A-10004', code)

  test('makes the account active, however it is typed, and releases what was held', async () => {
    const { ledgerId } = await letter(site, DORA)
    const code = await codeIn('customer-welcome')
    site.clock.now += 5 * 86_400_000
    const made = await confirm(` ${code.slice(0, 4)} ${code.slice(4)} `)
    expect(made).toMatchObject({ account: { state: 'active' }, released: [ledgerId] })
    expect(await site.takeUp()).toMatchObject([{ ledgerId, outcome: 'opened' }])
    expect(await codeOfActing(confirm(code))).toBe('already')
    const told = await listOutbox(site.desk.store.read, { limit: 20 })
    expect(told.map((row) => row.template)).toContain('customer-account-confirmed')
  })

  test('may be tried five times', async () => {
    const code = await codeIn('customer-welcome')
    const said: string[] = []
    for (let i = 0; i < 5; i++) said.push(await sentence(confirm(other(code))))
    expect(said).toEqual([
      'The code is wrong; it may be tried 4 times more.',
      'The code is wrong; it may be tried 3 times more.',
      'The code is wrong; it may be tried 2 times more.',
      'The code is wrong; it may be tried once more.',
      'The code is wrong, and does not count any more.',
    ])
    expect(await sentence(confirm(code))).toBe('No code is waited for, or it is too old.')
    expect(await findAccount(site.desk.store.read, 'A-10004')).toMatchObject({ state: 'pending' })
  })
})

describe('the token', () => {
  let token: string
  const show = (code: string, as: string | null = 'ana@globex.test') =>
    showToken(site.desk, 'A-10001', as, code)
  const ask = (as: string | null) => mailTokenCode(site.desk, 'A-10001', as)

  beforeEach(async () => {
    const { store } = site.desk
    await store.transact(async (writer) => {
      const { id = 0 } = (await findAccount(writer, 'A-10001')) ?? {}
      const dan = { name: 'Dan', address: 'dan@globex.test', phone: null, locale: null }
      const roles = ['decision-maker'] as const
      const createdAt = new Date(site.clock.now).toISOString()
      await addContact(writer, { ...dan, accountId: id, roles: [...roles], createdAt })
    })
    await ask('dan@globex.test')
    token = await show(await codeIn('customer-one-time-code'), 'dan@globex.test')
  })

  test('is right, and the same each time', async () => {
    expect(await tokenIsRight(site.desk.store.read, 'A-10001', ` ${token}\n`)).toBe(true)
    await ask('dan@globex.test')
    const code = await codeIn('customer-one-time-code')
    expect(await show(code, 'DAN@globex.test')).toBe(token)
    expect(await codeOfActing(show(code, 'dan@globex.test'))).toBe('wrong-code')
  })

  test.each([
    [null, 'not-allowed'],
    ['ops@acme.test', 'not-allowed'],
    ['agent@acme.test', 'not-allowed'],
    ['help@partner.test', 'not-allowed'],
    ['carl@globex.test', 'not-allowed'],
    ['ada@globex.test', 'not-allowed'],
    ['ivo@initech.test', 'not-allowed'],
    ['dan@globex.test', 'done'],
  ])('%s asks to see it: %s', async (as, ended) => {
    expect(await codeOfActing(ask(as))).toBe(ended)
    const code = await codeIn('customer-one-time-code')
    expect(await codeOfActing(show(code, as))).toBe(ended)
  })

  test('needs a code that is new and was mailed to that very person', async () => {
    await ask('dan@globex.test')
    const code = await codeIn('customer-one-time-code')
    site.clock.now += 10 * 60_000
    expect(await codeOfActing(show(code, 'dan@globex.test'))).toBe('wrong-code')
    await ask('dan@globex.test')
    const fresh = await codeIn('customer-one-time-code')
    expect(await codeOfActing(show(code, 'dan@globex.test'))).toBe(
      code === fresh ? 'done' : 'wrong-code',
    )
    expect(await codeOfActing(show(fresh, 'dan@globex.test'))).toBe('done')
  })

  test('is rotated by the operator, and its Decision Makers are told', async () => {
    expect(await codeOfActing(rotateToken(site.desk, 'A-10001', 'dan@globex.test'))).toBe(
      'not-allowed',
    )
    const told = await rotateToken(site.desk, 'A-10001', null)
    expect(told).toContain('dan@globex.test')
    expect(await tokenIsRight(site.desk.store.read, 'A-10001', token)).toBe(false)
    const mails = await listOutbox(site.desk.store.read, { limit: 20 })
    const rotated = mails.filter((row) => row.template === 'customer-token-rotated')
    expect(rotated.map((row) => row.to).sort()).toEqual(told.toSorted())
  })

  test('stands in clear nowhere in the store', async () => {
    await rotateToken(site.desk, 'A-10001', null)
    await ask('dan@globex.test')
    const next = await show(await codeIn('customer-one-time-code'), 'dan@globex.test')
    const { path } = site.desk.config.store
    const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)])
    expect(bytes.includes('one-time-code')).toBe(true)
    expect([bytes.includes(token), bytes.includes(next)]).toEqual([false, false])
  })
})

describe('terms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'terms-'))
  const path = join(folder, 'terms.txt')
  const strict = (version: string) => openSite({ registration: { terms: { version, path } } })
  let tagged: string

  const answer = (from: string, subject: string, text: string) =>
    site.arrive(
      Buffer.from(
        `Message-ID: <${subject.length}-${text.length}@test>\r\nFrom: ${from}\r\nTo: support@acme.test\r\nSubject: Re: ${subject}\r\n\r\n${text}\r\n`,
      ),
    )

  beforeEach(async () => {
    await site.close()
    writeFileSync(path, 'Be kind.')
    site = await strict('2026-1')
    const held = await letter(site, DORA)
    tagged = held.told[0]?.draft.subject ?? ''
    const fields = 'Company: Umbrella\nName: Dora\nPhone: +34 600 123 456'
    const { told } = await answer(DORA, tagged, fields)
    expect(told[0]?.draft).toMatchObject({ template: 'unknown-registration-terms' })
    tagged = told[0]?.draft.subject ?? ''
  })

  test('that have changed since they were sent are sent anew', async () => {
    const terms = site.desk.config.registration.terms as { version: string }
    terms.version = '2026-2'
    writeFileSync(path, 'Be kinder.')
    const again = await answer(DORA, tagged, 'ACCEPT')
    expect(again.told.map(({ draft }) => draft.text).join()).toContain('Be kinder.')
    expect(await listAccounts(site.desk.store.read, 10)).toHaveLength(3)
    const subject = again.told[0]?.draft.subject ?? ''
    expect((await answer(DORA, subject, 'ACCEPT')).reason).toBe('Umbrella registers')
  })

  test('whose company somebody else took meanwhile are not enough', async () => {
    const quick = { ...FORM, company: 'UMBRELLA', email: 'eve@other.test' }
    await register(site.desk, quick, '2026-1', null)
    const { told, reason } = await answer(DORA, tagged, 'ACCEPT')
    expect(reason).toContain('company (taken)')
    expect(told[0]?.draft.text).toContain('"Umbrella" has an account already')
  })

  test('that cannot be read leave no trace of the registration', async () => {
    rmSync(path)
    const { read } = site.desk.store
    expect(await codeOfActing(register(site.desk, FORM, '2026-1', null))).toBe('terms')
    expect(await listAccounts(read, 10)).toHaveLength(3)
    expect(await findContactByAddress(read, DORA)).toBeUndefined()
  })
})
