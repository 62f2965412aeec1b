import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { tokenHash } from '../../src/credentials/secrets.ts'
import { findAccount } from '../../src/store/accounts.ts'
import { openStore } from '../../src/store/database.ts'
import { putToken } from '../../src/store/tokens.ts'
import { type Desk, openCliDesk } from './process.ts'

const TOKEN = 'abcdef0123456789'
const USERS = `First name;Last name;E-mail;DID;Mailbox;Deliver message as email
Ana;Ruiz;ana@globex.test;+34 911 000 101;ana@globex.test;Attach Wav File
Leo;Paz;leo@globex.test;204;;Disabled
"Broken;x
`

let desk: Desk

beforeAll(async () => {
  desk = openCliDesk({
    services: [{ name: 'voicemail-to-text', requires: ['deliver-as-wav'], given: 'address' }],
  })
  await desk.run([
    ...['account', 'create', '--kind', 'customer', '--model', 'cloud', '--company', 'Globex'],
    ...['--decision-maker', 'Dora <dora@globex.test>', '--support-contact', 'help@partner.test'],
  ])
  // Only the Decision Maker is ever shown a token: this one is known beforehand.
  const store = await openStore(join(desk.folder, 'data/ticketd.db'))
  const account = await findAccount(store.read, 'A-10001')
  const row = { accountId: account?.id ?? 0, sealed: '', hash: tokenHash(TOKEN) }
  await store.transact((writer) => putToken(writer, { ...row, madeAt: '2026-11-01T00:00:00.000Z' }))
  await store.close()
  writeFileSync(join(desk.folder, 'users.csv'), USERS)
})
afterAll(() => desk.close())

const push = (...more: string[]) =>
  desk.run(['directory', 'push', 'users.csv', '--account', 'A-10001', ...more])

test('users are pushed, and stand in the status with their state, reason and services', async () => {
  const wrong = await push('--token', 'wrong')
  expect([wrong.code, wrong.out]).toEqual([1, ''])
  expect(wrong.err).toContain('Invalid Login.')

  const pushed = await push('--token', ` ${TOKEN}  `, '--now')
  expect(pushed).toEqual({
    code: 0,
    out: '2 users: 2 new, 0 changed, 0 gone.\n',
    err: 'users.csv: line 4: has quotes that do not fit together\n',
  })

  writeFileSync(join(desk.folder, 'token.txt'), `${TOKEN}\n`)
  const fromFile = await push('--token-file', 'token.txt')
  expect(fromFile.out).toBe('2 users: 0 new, 0 changed, 0 gone.\n')
  const words = ['directory', 'push', 'users.csv', '--account', 'A-10001']
  for (const flags of [
    ['--token-file', '-'],
    ['--token', '-'],
  ]) {
    expect(await desk.run([...words, ...flags], `${TOKEN}\n`)).toMatchObject({ code: 0 })
  }
  const service = ['A-10001', 'voicemail-to-text']
  expect(await desk.run(['service', 'activate', ...service])).toMatchObject({ code: 0 })
  const add = ['service', 'add', ...service, 'ana@globex.test', '--now']
  expect(await desk.json([...add, '--as', 'dora@globex.test'])).toMatchObject({
    number: 'ana@globex.test',
  })

  expect(await desk.json(['directory', 'status', 'A-10001'])).toMatchObject({
    token: 'OK',
    sync: 'OK',
    totals: { synced: 1, failed: 0, readyToSync: 0, notEligible: 1 },
    users: [
      {
        name: 'Leo Paz',
        email: 'leo@globex.test',
        phone: '204',
        state: 'Not Eligible',
        reason: '"204" is no direct number and no trunk group with a range of direct numbers',
        services: [],
      },
      {
        name: 'Ana Ruiz',
        email: 'ana@globex.test',
        phone: '+34 911 000 101',
        state: 'Synced',
        reason: null,
        services: [
          {
            service: 'voicemail-to-text',
            number: 'ana@globex.test',
            state: 'Active',
            reason: null,
          },
        ],
      },
    ],
  })
})

test('too few users stop, with what can be done about it', async () => {
  writeFileSync(join(desk.folder, 'users.csv'), 'name,email,did\n')
  const stopped = await push('--token', TOKEN)
  expect(stopped.code).toBe(1)
  expect(stopped.err).toBe(
    'ticketd: Nothing was changed: 2 of 2 users would be disabled.\nIf that is right: ticketd directory continue A-10001\n',
  )
  expect(await desk.json(['directory', 'continue', 'A-10001'])).toMatchObject({ removed: 2 })
})

test.each([
  ['none', [], 2, 'The token is missing.'],
  ['two', ['--token', 'a', '--token-file', 'b'], 2, 'The token is given twice.'],
  ['a file that is not there', ['--token-file', 'nowhere'], 1, 'The file nowhere is not there.'],
  ['no such variable', ['--token-env', 'NO_TOKEN'], 1, 'NO_TOKEN holds no token.'],
])('a token that is given in a wrong way: %s', async (_, flags, code, said) => {
  const refused = await push(...flags)
  expect([refused.code, refused.out]).toEqual([code, ''])
  expect(refused.err).toContain(said)
})
