import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { readCsv } from '../../../src/directory/csv.ts'
import { continueDirectory, pushDirectory } from '../../../src/engine/act/directory.ts'
import { activateService, addServiceUser } from '../../../src/engine/act/services.ts'
import { giveToken } from '../../../src/engine/act/token.ts'
import { type Holder, hold } from '../../../src/engine/holder.ts'
import { takeUpDirectories } from '../../../src/engine/sync/due.ts'
import { hasNews, readSources } from '../../../src/engine/sync/sources.ts'
import { findAccount } from '../../../src/store/accounts.ts'
import { readSync } from '../../../src/store/directory-sync.ts'
import { countStates } from '../../../src/store/directory-users.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { listServiceUsers } from '../../../src/store/services.ts'
import { describeWith } from '../../servers/needs.ts'
import { ADMIN, BASE, slapdMissing, startSlapd } from '../../servers/slapd.ts'
import { scans } from '../../store/scans.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const HEAD = 'id,name,email,phone\n'
const line = (n: number) => `${n},User ${n},u${n}@globex.test,+34 911 000 ${100 + n}\n`
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i)).join('')

let site: DeskSite
let holder: Holder
let file: string
let id: number
const statements = new Set<string>()

beforeEach(async () => {
  statements.clear()
  site = await openDesk(
    {
      config: {
        services: [{ name: 'fax', given: 'number' }],
        directory: { sources: [{ kind: 'file', account: 'A-10001', path: 'drop/users.csv' }] },
      },
      accounts: [
        {
          company: 'Globex',
          contacts: [{ name: 'Dora', address: 'dora@globex.test', role: 'decision-maker' }],
        },
      ],
    },
    { onStatement: (text) => statements.add(text) },
  )
  // An exporter works by the clock of this machine.
  site.clock.now = Date.now() + HOUR
  file = path.join(path.dirname(site.desk.config.file), 'users.csv')
  site.desk.config.directory.sources = [{ kind: 'file', account: 'A-10001', path: file }]
  id = (await findAccount(site.desk.store.read, 'A-10001'))?.id ?? 0
  const got = await hold(site.desk.store, site.desk.now, site.desk.log)
  if (!got) throw new Error('nobody else may hold the lease')
  holder = got
})
afterEach(() => site.close())

const read = () => readSources(site.desk, holder.transact)

/** Time passes, and the daemon asks whether anything is due. */
async function elapse(ms: number): Promise<boolean> {
  site.clock.now += ms
  await holder.renew()
  return await takeUpDirectories(site.desk, holder, { atOnce: false, read })
}

let written = 0

/** As an exporter should: written beside it and renamed. */
function drop(text: string): void {
  written += 1
  writeFileSync(`${file}.new`, text)
  utimesSync(`${file}.new`, new Date(), new Date(Date.now() + written * 1000))
  renameSync(`${file}.new`, file)
}

const states = () => countStates(site.desk.store.read, id)
const sync = () => readSync(site.desk.store.read, id)

describe('a file that an exporter drops', () => {
  test('is read every five minutes, and only when it was written anew', async () => {
    await elapse(0)
    expect(await sync()).toMatchObject({ tokenState: 'unknown', syncState: 'unknown' })
    expect(await hasNews(site.desk)).toBe(false)
    drop(HEAD + lines(1, 4))
    expect(await hasNews(site.desk)).toBe(true)
    expect(await elapse(4 * MINUTE)).toBe(false)
    expect(await elapse(MINUTE)).toBe(true)
    expect(await states()).toMatchObject({ synced: 4 })
    const first = await sync()
    expect(await hasNews(site.desk)).toBe(false)
    expect(first).toMatchObject({ tokenState: 'ok', syncState: 'ok', source: `file ${file}` })
    await elapse(5 * MINUTE)
    expect(await sync()).toEqual(first)
    drop(HEAD + lines(1, 5))
    await elapse(5 * MINUTE)
    expect(await states()).toMatchObject({ synced: 5 })
  })

  test('is read again after a clock that was years ahead', async () => {
    await elapse(0)
    await elapse(14 * 365 * 24 * HOUR)
    expect(await elapse(-14 * 365 * 24 * HOUR)).toBe(true)
  })

  test('is left alone while it may still be written', async () => {
    drop(HEAD + lines(1, 4))
    site.clock.now = Date.now() + written * 1000 + 500
    await takeUpDirectories(site.desk, holder, { atOnce: true, read })
    expect(await states()).toMatchObject({ synced: 0 })
  })

  test('that is gone, or is none, is an error until it is there again', async () => {
    drop(HEAD + lines(1, 4))
    await elapse(0)
    rmSync(file)
    await elapse(5 * MINUTE)
    expect(await sync()).toMatchObject({
      syncState: 'error',
      syncError: `The file ${file} is not there.`,
    })
    drop('who,where\n1,2\n')
    await elapse(5 * MINUTE)
    expect((await sync()).syncError).toContain('no column holds the mail address')
    drop(HEAD + lines(1, 4))
    await elapse(5 * MINUTE)
    expect(await sync()).toMatchObject({ syncState: 'ok', syncError: null })
    expect(await states()).toMatchObject({ synced: 4 })
  })

  test('of which half is missing waits for a person', async () => {
    drop(HEAD + lines(1, 4))
    await elapse(0)
    drop(HEAD + lines(1, 2))
    await elapse(5 * MINUTE)
    expect(await states()).toMatchObject({ synced: 4 })
    expect((await sync()).syncError).toBe('2 of 4 users would be disabled')
    await continueDirectory(site.desk, 'A-10001', null)
    await elapse(5 * MINUTE)
    expect(await states()).toMatchObject({ synced: 2, gone: 0 })
    expect((await sync()).syncState).toBe('ok')
  })
})

describeWith(slapdMissing(), 'an LDAP directory', () => {
  test('is synced; a refused login is told, and changes nothing', async () => {
    const entry = `dn: uid=ana,${BASE}\nobjectClass: inetOrgPerson\nuid: ana\ncn: Ana\nsn: Ruiz\nmail: ana@globex.test\ntelephoneNumber: +34 911 000 101\n`
    const slapd = await startSlapd([entry])
    try {
      const source = {
        kind: 'ldap' as const,
        account: 'A-10001',
        url: slapd.url,
        startTls: false,
        allowInsecure: false,
        ...ADMIN,
        base: BASE,
        filter: '(objectClass=inetOrgPerson)',
        timeout: 5_000,
        attributes: {
          id: 'entryUUID',
          firstName: 'givenName',
          lastName: 'sn',
          email: 'mail',
          phone: 'telephoneNumber',
          fax: '',
          trunkGroup: '',
          trunkRange: '',
          mailboxAddress: '',
          deliverAs: '',
        },
      }
      site.desk.config.directory.sources = [source]
      await elapse(0)
      expect(await states()).toMatchObject({ synced: 1 })
      site.desk.config.directory.sources = [{ ...source, password: 'wrong' }]
      for (let i = 0; i < 2; i++) await elapse(5 * MINUTE)
      expect(await states()).toMatchObject({ synced: 1 })
      expect(await sync()).toMatchObject({ tokenState: 'invalid-login', syncState: 'ok' })
      const mails = await listOutbox(site.desk.store.read, { limit: 9 })
      expect(mails.map((mail) => mail.subject)).toEqual(['The directory of Globex is not synced'])
    } finally {
      await slapd.stop()
    }
  })
})

test('services are taken up every eight hours, users every five minutes', async () => {
  await elapse(0)
  drop(HEAD + lines(1, 2))
  await elapse(5 * MINUTE)
  const form = { accountId: 'A-10001', service: 'fax', as: null }
  await activateService(site.desk, form)
  await addServiceUser(site.desk, form, 'u1@globex.test', '901')
  const state = async () => (await listServiceUsers(site.desk.store.read, id))[0]?.state
  await elapse(7 * HOUR)
  expect(await state()).toBe('requested')
  await elapse(HOUR)
  expect(await state()).toBe('active')
})

test('no query of it scans a growing table', async () => {
  statements.clear()
  const token = await site.desk.store.transact((writer) => giveToken(site.desk, writer, id))
  const push = { accountId: 'A-10001', token, version: null, force: true }
  for (const text of [lines(1, 9), lines(1, 9).replace('u1@', 'new@'), lines(3, 9)]) {
    await pushDirectory(site.desk, push, async () => readCsv(HEAD + text))
    await elapse(8 * HOUR)
    const form = { accountId: 'A-10001', service: 'fax', as: null }
    await activateService(site.desk, form).catch(() => undefined)
    await addServiceUser(site.desk, form, 'u3@globex.test', '901').catch(() => undefined)
  }
  await elapse(8 * HOUR)
  const db = new SqliteDatabase(site.desk.config.store.path, { readonly: true })
  const asked = [...statements].filter((s) => /^\s*(select|update|delete|insert)\b/i.test(s))
  const guilty = asked.flatMap((s) => scans(db, s).map((scan) => `${scan}: ${s.slice(0, 300)}`))
  db.close()
  expect(asked.some((s) => /update "serviceUser"/.test(s))).toBe(true)
  expect(guilty).toEqual([])
})
