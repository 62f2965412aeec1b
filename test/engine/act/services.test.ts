import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readCsv } from '../../../src/directory/csv.ts'
import { pushDirectory } from '../../../src/engine/act/directory.ts'
import {
  activateService,
  addServiceUser,
  changeSettings,
  disableService,
  updateServiceUser,
} from '../../../src/engine/act/services.ts'
import { giveToken } from '../../../src/engine/act/token.ts'
import { takeUpServices } from '../../../src/engine/sync/service-take-up.ts'
import { takeUpUsers } from '../../../src/engine/sync/take-up.ts'
import { findAccount } from '../../../src/store/accounts.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { listServiceUsers } from '../../../src/store/services.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'
import { codeOfActing } from './site.ts'

const SERVICES = [
  {
    name: 'voicemail-to-text',
    title: { en: 'Voicemail to text', es: 'Buzón de voz a texto' },
    requires: ['address', 'deliver-as-wav'],
    given: 'address',
    settings: { language: ['en', 'es'], greeting: [] },
  },
  { name: 'fax', title: { en: 'Fax' }, given: 'number', several: true },
]
const HEAD = 'id,first name,last name,email,phone,mailbox address,deliver as'
const ANA = '1,Ana,Ruiz,ana@globex.test,+34 911 000 101,box@globex.test,wav'
const EVA = '2,Eva,Sol,eva@globex.test,+34 911 000 102,,none'

let site: DeskSite
let token: string
let id: number

beforeEach(async () => {
  site = await openDesk({
    config: { services: SERVICES },
    accounts: [
      {
        company: 'Globex',
        contacts: [
          { name: 'Dora', address: 'dora@globex.test', role: 'decision-maker' },
          { name: 'Pam', address: 'pam@globex.test', role: 'phone-manager' },
          { name: 'Ada', address: 'ada@globex.test', role: 'administrator' },
          { name: 'Ulf', address: 'ulf@globex.test', role: 'user' },
        ],
      },
    ],
  })
  id = (await findAccount(site.desk.store.read, 'A-10001'))?.id ?? 0
  token = await site.desk.store.transact((writer) => giveToken(site.desk, writer, id))
  await push(ANA, EVA)
})
afterEach(() => site.close())

async function push(...lines: string[]): Promise<void> {
  const form = { accountId: 'A-10001', token, version: null, force: true }
  await pushDirectory(site.desk, form, async () => readCsv([HEAD, ...lines].join('\n')))
  await takeUpUsers(site.desk, site.desk.store.transact)
}
const form = (service: string, as: string | null = 'pam@globex.test') => ({
  accountId: 'A-10001',
  service,
  as,
})
const takeUp = () => takeUpServices(site.desk, site.desk.store.transact)
const users = async () =>
  (await listServiceUsers(site.desk.store.read, id)).map((one) =>
    [one.service, one.given, one.state, one.reason].filter((it) => it !== null).join(' '),
  )
const told = async () => {
  const mails = await listOutbox(site.desk.store.read, { limit: 100 })
  return mails.map((mail) => `${mail.template} ${mail.to}`).reverse()
}

test('a service begins when it is taken up, and its user is told', async () => {
  await activateService(site.desk, form('voicemail-to-text'))
  await addServiceUser(site.desk, form('voicemail-to-text'), 'Ana@globex.test', null)
  expect(await users()).toEqual(['voicemail-to-text box@globex.test requested'])
  expect(await told()).toEqual([])
  await takeUp()
  expect(await users()).toEqual(['voicemail-to-text box@globex.test active'])
  expect(await told()).toEqual(['customer-service-started ana@globex.test'])
  expect(await takeUp()).toBe(0)
})

test('who lacks something waits with the reason, and is served once the directory has it', async () => {
  await activateService(site.desk, form('voicemail-to-text'))
  await addServiceUser(site.desk, form('voicemail-to-text'), 'eva@globex.test', null)
  await takeUp()
  const lacks = 'the mailbox does not send its recordings as WAV'
  expect(await users()).toEqual([`voicemail-to-text eva@globex.test not-eligible ${lacks}`])
  await push(ANA, EVA.replace('none', 'wav'))
  await takeUp()
  expect(await users()).toEqual(['voicemail-to-text eva@globex.test active'])
  await push(ANA, EVA)
  await takeUp()
  expect(await users()).toEqual([`voicemail-to-text eva@globex.test not-eligible ${lacks}`])
  expect(await told()).toEqual([
    'customer-service-started eva@globex.test',
    'customer-service-ended eva@globex.test',
  ])
})

test('a user has several numbers, disabled one by one or all together', async () => {
  await activateService(site.desk, form('fax'))
  for (const number of ['+34 911 000 901', '+34 911 000 902', '+34 911 000 903']) {
    await addServiceUser(site.desk, form('fax'), 'ana@globex.test', number)
  }
  await takeUp()
  await disableService(site.desk, form('fax'), 'ana@globex.test', '+34 911 000 902')
  await takeUp()
  expect(await users()).toEqual([
    'fax +34 911 000 901 active',
    'fax +34 911 000 902 ended',
    'fax +34 911 000 903 active',
  ])
  expect(await disableService(site.desk, form('fax'), 'ana@globex.test', null)).toBe(2)
  await takeUp()
  expect((await users()).every((one) => one.endsWith('ended'))).toBe(true)
  // What has ended may begin again.
  await addServiceUser(site.desk, form('fax'), 'ana@globex.test', '+34 911 000 902')
  await takeUp()
  expect(await users()).toContain('fax +34 911 000 902 active')
})

test('another number is told when it is taken up', async () => {
  await activateService(site.desk, form('fax'))
  await addServiceUser(site.desk, form('fax'), 'ana@globex.test', '901')
  await takeUp()
  const to = '902'
  await updateServiceUser(site.desk, form('fax'), 'ana@globex.test', { from: null, to })
  expect(await users()).toEqual(['fax 902 changing'])
  await takeUp()
  expect(await users()).toEqual(['fax 902 active'])
  expect((await told()).at(-1)).toBe('customer-service-changed ana@globex.test')
})

test('a whole service ends, and its users are told', async () => {
  await activateService(site.desk, form('fax'))
  await addServiceUser(site.desk, form('fax'), 'ana@globex.test', '901')
  await takeUp()
  await disableService(site.desk, form('fax'), null, null)
  await takeUp()
  expect(await users()).toEqual(['fax 901 ended'])
  expect((await told()).at(-1)).toBe('customer-service-ended ana@globex.test')
  expect(await codeOfActing(activateService(site.desk, form('fax')))).toBe('done')
})

test('who is gone from the directory has no service any more, and is told nothing', async () => {
  await activateService(site.desk, form('fax'))
  await addServiceUser(site.desk, form('fax'), 'ana@globex.test', '901')
  await takeUp()
  const before = await told()
  await push(EVA)
  await takeUp()
  expect(await users()).toEqual(['fax 901 ended'])
  expect(await told()).toEqual(before)
})

describe('who may', () => {
  test.each([
    [null, 'done'],
    ['dora@globex.test', 'done'],
    ['pam@globex.test', 'done'],
    ['ops@acme.test', 'done'],
    ['ada@globex.test', 'not-allowed'],
    ['ulf@globex.test', 'not-allowed'],
    ['ana@globex.test', 'not-allowed'],
    ['nobody@else.test', 'not-allowed'],
  ])('%s: %s', async (as, end) => {
    expect(await codeOfActing(activateService(site.desk, form('fax', as)))).toBe(end)
  })
})

describe('what is refused', () => {
  beforeEach(async () => {
    await activateService(site.desk, form('fax'))
    await addServiceUser(site.desk, form('fax'), 'ana@globex.test', '901')
  })
  const add = (user: string, given: string | null, service = 'fax') =>
    addServiceUser(site.desk, form(service), user, given)

  test.each<[string, () => Promise<unknown>, string]>([
    ['a service that there is not', () => activateService(site.desk, form('telex')), 'no-service'],
    ['to activate twice', () => activateService(site.desk, form('fax')), 'already'],
    [
      'a service that was not activated',
      () => add('ana@globex.test', null, 'voicemail-to-text'),
      'not-activated',
    ],
    ['nobody of the directory', () => add('ulf@globex.test', '902'), 'no-user'],
    ['the same number twice', () => add('ana@globex.test', '901'), 'already'],
    ['no number', () => add('eva@globex.test', ''), 'refused'],
    ['words for a number', () => add('eva@globex.test', 'nine'), 'refused'],
    [
      'to end what there is not',
      () => disableService(site.desk, form('fax'), 'ana@globex.test', '7'),
      'not-served',
    ],
    [
      'to end what nobody has',
      () => disableService(site.desk, form('fax'), 'eva@globex.test', null),
      'not-served',
    ],
  ])('%s', async (_, work, code) => {
    expect(await codeOfActing(work())).toBe(code)
  })

  test('a change of one of several numbers that does not say which', async () => {
    await add('ana@globex.test', '902')
    const change = { from: null, to: '903' }
    const work = updateServiceUser(site.desk, form('fax'), 'ana@globex.test', change)
    await expect(work).rejects.toMatchObject({ code: 'which', advice: 'Say which: 901, 902.' })
  })
})

test('settings are those of the catalogue', async () => {
  await activateService(site.desk, form('voicemail-to-text'))
  const change = (changes: Record<string, string>) =>
    changeSettings(site.desk, form('voicemail-to-text'), changes)
  expect(await change({ language: 'es', greeting: 'Hola' })).toEqual({
    language: 'es',
    greeting: 'Hola',
  })
  await expect(change({ language: 'fr', colour: 'red' })).rejects.toThrow(
    'Nothing was changed:\n  language "fr" is none of en, es\n  colour is no setting of it; there is language, greeting',
  )
  expect(await change({})).toEqual({ language: 'es', greeting: 'Hola' })
})
