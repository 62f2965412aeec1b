import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  beginDiff,
  disablesTooMany,
  type JudgedUser,
  judgeUsers,
  printOf,
  type SyncedUser,
} from '../../src/account/directory.ts'
import { sayDirectoryFault } from '../../src/account/say-directory-fault.ts'
import { compareVersions, versionFault } from '../../src/account/version.ts'

function diffUsers(
  before: Iterable<readonly [key: string, print: string]>,
  after: readonly JudgedUser[],
  spared: ReadonlySet<string> = new Set(),
) {
  const diff = beginDiff(after, spared)
  diff.compare(before)
  return diff.end()
}

const ana: SyncedUser = {
  key: 'id 1',
  firstName: 'Ana',
  lastName: 'Ruiz',
  email: 'ana@globex.test',
  phone: '+34 911 000 101',
  fax: '',
  trunkGroup: '',
  trunkRange: '',
  mailboxAddress: '',
  deliverAs: 'none',
}

const DESK = { own: ['support@acme.test'], agents: ['agent@acme.test'] }

describe('who can be synced', () => {
  test.each<[string, Partial<SyncedUser>, string | null]>([
    ['an address and a direct number', {}, null],
    [
      'a trunk group with a range',
      { phone: '', trunkGroup: 'Madrid', trunkRange: '100-199' },
      null,
    ],
    ['no address', { email: '' }, 'no mail address'],
    ['no such address', { email: 'ana at globex' }, 'the address "ana at globex" is not valid'],
    [
      'ours',
      { email: 'support@acme.test' },
      'the address support@acme.test is one of the desk itself',
    ],
    [
      'an agent',
      { email: 'agent@acme.test' },
      'the address agent@acme.test is that of an agent of the desk',
    ],
    [
      'no number',
      { phone: '' },
      'no direct number and no trunk group with a range of direct numbers',
    ],
    [
      'an extension',
      { phone: '204' },
      '"204" is no direct number and no trunk group with a range of direct numbers',
    ],
    [
      'words',
      { phone: 'reception 12345' },
      '"reception 12345" is no direct number and no trunk group with a range of direct numbers',
    ],
    [
      'a trunk group without a range',
      { phone: '', trunkGroup: 'Madrid' },
      'no direct number and the trunk group Madrid has no range of direct numbers',
    ],
    [
      'all of it',
      { email: '', phone: '' },
      'no mail address; no direct number and no trunk group with a range of direct numbers',
    ],
  ])('%s', (_, changes, reason) => {
    const [judged] = judgeUsers([{ ...ana, ...changes }], DESK)
    expect(judged?.reason).toBe(reason)
  })

  test('of users with one address none can', () => {
    const judged = judgeUsers([ana, { ...ana, key: 'id 2', firstName: 'Eva' }], DESK)
    const reason = 'the address ana@globex.test is used by 2 users'
    expect(judged.map((one) => one.reason)).toEqual([reason, reason])
  })
})

describe('what a push changes', () => {
  const text = fc.string({ maxLength: 4 })
  const users = fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      firstName: text,
      lastName: text,
      email: fc.constantFrom('', 'x@y.test', 'z@y.test'),
      phone: fc.constantFrom('', '+34 911 000 101'),
      fax: text,
      trunkGroup: text,
      trunkRange: text,
      mailboxAddress: text,
      deliverAs: fc.constantFrom('wav' as const, 'none' as const),
    }),
    { selector: (user) => user.key },
  )
  const prints = (judged: JudgedUser[]) => new Map(judged.map((it) => [it.user.key, printOf(it)]))
  const noTabs = (list: SyncedUser[]) =>
    list.map((user) => ({ ...user, firstName: user.firstName.replaceAll('\t', '') }))

  test('applied to the users before it gives the users after', () => {
    fc.assert(
      fc.property(users, users, (old, young) => {
        const before = prints(judgeUsers(noTabs(old), DESK))
        const after = judgeUsers(noTabs(young), DESK)
        const { added, changed, removed } = diffUsers(before, after)
        const applied = new Map(before)
        for (const key of removed) expect(applied.delete(key)).toBe(true)
        for (const one of added) expect(applied.has(one.user.key)).toBe(false)
        for (const one of [...added, ...changed]) applied.set(one.user.key, printOf(one))
        expect(applied).toEqual(prints(after))
      }),
    )
  })

  test('is nothing where nothing differs', () => {
    fc.assert(
      fc.property(users, (list) => {
        const judged = judgeUsers(list, DESK)
        expect(diffUsers(prints(judged), judged)).toEqual({ added: [], changed: [], removed: [] })
      }),
    )
  })

  test('another user takes the address: both are changed', () => {
    const alone = judgeUsers([ana, { ...ana, key: 'id 2', email: 'eva@globex.test' }], DESK)
    const both = judgeUsers([ana, { ...ana, key: 'id 2' }], DESK)
    expect(diffUsers(prints(alone), both).changed.map((one) => one.user.key)).toEqual([
      'id 1',
      'id 2',
    ])
  })

  test('a user whose line cannot be read is not gone', () => {
    const before = prints(judgeUsers([ana, { ...ana, key: 'id 2' }], DESK))
    expect(diffUsers(before, [], new Set(['id 1'])).removed).toEqual(['id 2'])
  })

  test.each([
    [3, 10, false],
    [4, 10, true],
    [0, 0, false],
    [1, 1, true],
    [1, 3, true],
  ])('%d of %d users gone: asks %s', (removed, before, asks) => {
    expect(disablesTooMany(removed, before, 0.3)).toBe(asks)
  })
})

describe('versions are compared number by number', () => {
  test.each([
    ['19.43.7902.0', '19.43.7902.0', 0],
    ['19.5', '19.43', -1],
    ['19.43', '19.43.0.0', 0],
    ['20', '19.99.1', 1],
    ['9.0', '10.0', -1],
  ])('%s and %s: %d', (one, other, sign) => {
    expect(Math.sign(compareVersions(one, other))).toBe(sign)
    expect(compareVersions(other, one) + compareVersions(one, other)).toBe(0)
  })

  test.each([
    [null, undefined, null],
    ['1.0', undefined, null],
    ['v19.43.7902.1', '19.43.7902.0', null],
    [null, '19.43', 'the system does not say its version; at least 19.43 is needed'],
    ['nineteen', '19.43', '"nineteen" is no version; at least 19.43 is needed'],
    ['19.9', '19.43', 'the system has version 19.9; at least 19.43 is needed'],
  ])('%s where at least %s is needed', (version, least, fault) => {
    const found = versionFault(version, least)
    expect(found && sayDirectoryFault(found, 'en')).toBe(fault)
  })
})
