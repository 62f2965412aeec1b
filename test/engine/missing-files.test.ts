import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { checkAttachments } from '../../src/cli/doctor/store.ts'
import { backUp } from '../../src/engine/act/backup.ts'
import { erasePerson } from '../../src/engine/act/erase-person.ts'
import { exportTicket } from '../../src/engine/act/export-ticket.ts'
import { sweepOutdated } from '../../src/engine/due/retention.ts'
import { checkKept } from '../../src/engine/missing-files.ts'
import { mailBytes, multipart, ordinary } from '../message/mail-bytes.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const ADVICE =
  'See that its disk is mounted, that this user may read it and store.files is right, or put the files back from a backup.'

let site: DeskSite
let folder: string
/** The mail with an attachment that lies in the folder of files only. */
let mail: number
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'missing-'))
  site = await openDesk({
    config: { retention: { rawMail: '90d' } },
    accounts: [
      {
        company: 'Globex',
        contacts: [
          { name: 'Ana', address: 'ana@globex.test' },
          { name: 'Bo', address: 'bo@globex.test' },
        ],
      },
    ],
  })
  mail = await arrive('1')
  site.clock.now += 91 * 86_400_000
})
afterEach(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

async function arrive(id: string): Promise<number> {
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    'Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAEC',
  ])
  const head = { From: 'ana@globex.test', To: 'support@acme.test', Subject: `Phones ${id}` }
  const headers = { ...ordinary, ...head, 'Message-ID': `<${id}@globex.test>` }
  return (await site.arrive(mailBytes({ ...headers, 'Content-Type': type }, body))).ledgerId
}

const sweep = () => sweepOutdated(site.desk, site.desk.store.transact)

async function findings() {
  const found = []
  for await (const one of checkAttachments(site.desk.config)) found.push(one)
  return found
}

async function exported(name: string) {
  const { store, config } = site.desk
  const shown = { number: 100042, entries: [{ id: 1, mail }] }
  const { missing } = await exportTicket(store, config.store.files, shown, path.join(folder, name))
  return { missing, written: readdirSync(path.join(folder, name, 'attachments')) }
}

test('a desk that keeps no attachment as a file needs no folder for them', async () => {
  const { store } = site.desk.config
  expect(readdirSync(path.dirname(store.path))).not.toContain('files')
  expect(await findings()).toEqual([])
  expect(await backUp(store, path.join(folder, 'a.tar'), 0)).toMatchObject({ missing: 0 })
})

test('what is not in the folder of files is named, and no backup goes without it unasked', async () => {
  const { store } = site.desk.config
  expect(await sweep()).toEqual({ mails: 1, tickets: 0 })
  const says = `1 attachment that ${store.files} has to hold: all there.`
  expect(await findings()).toEqual([{ check: 'attachments', status: 'ok', says }])

  renameSync(store.files, `${store.files}.away`)
  const message = `An attachment of a ticket is not in ${store.files}: 0/${mail}/0.`
  expect(await findings()).toEqual([
    { check: 'attachments', status: 'fail', says: message, advice: ADVICE },
  ])
  const file = path.join(folder, 'b.tar')
  await expect(backUp(store, file, 0)).rejects.toMatchObject({ code: 'files-missing', message })
  expect(readdirSync(folder)).toEqual([])
  const done = await backUp(store, file, 0, undefined, true)
  expect(done).toMatchObject({ parts: 2, missing: 1 })
  expect(await exported('x')).toEqual({ missing: [`0/${mail}/0`], written: [] })

  renameSync(`${store.files}.away`, store.files)
  expect(await backUp(store, `${file}2`, 0)).toMatchObject({ parts: 3, missing: 0 })
  expect(await exported('y')).toEqual({ missing: [], written: [`${mail}-0-a.png`] })
})

test('while the disk is not mounted nothing is kept on, or taken from, what is in its place', async () => {
  const { files } = site.desk.config.store
  await sweep()
  renameSync(files, `${files}.away`)
  mkdirSync(files)
  await arrive('2')
  site.clock.now += 91 * 86_400_000
  const refusal = {
    code: 'files-missing',
    message: `The attachments that were kept are not in ${files}.`,
  }
  await expect(sweep()).rejects.toMatchObject(refusal)
  await expect(erasePerson(site.desk, 'bo@globex.test', null)).rejects.toMatchObject(refusal)
  expect(readdirSync(files)).toEqual([])
  // What the advice says, for what is lost.
  mkdirSync(path.join(files, '0'))
  expect(await sweep()).toEqual({ mails: 1, tickets: 0 })
  expect((await checkKept(site.desk.config.store)).missing).toEqual([`0/${mail}/0`])
})

test('the files of an erased person are not missed', async () => {
  await sweep()
  await erasePerson(site.desk, 'ana@globex.test', null)
  expect(await findings()).toEqual([])
  expect((await exported('z')).missing).toEqual([])
})

/** As retention does it: within a transaction the files go first, then the rows. */
const TAKE_AWAY = `
  const { workerData: { store, files, sqlite }, parentPort } = require('node:worker_threads')
  const db = new (require(sqlite))(store)
  db.exec('begin immediate')
  require('node:fs').rmSync(files, { recursive: true })
  db.exec('delete from attachment')
  parentPort.postMessage('files gone')
  setTimeout(() => { db.exec('commit'); db.close() }, 200)`

test('what is taken away at this moment is not missed', async () => {
  await sweep()
  const place = site.desk.config.store
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3')
  const workerData = { store: place.path, files: place.files, sqlite }
  const retention = new Worker(TAKE_AWAY, { eval: true, workerData })
  await once(retention, 'message')
  expect(await checkKept(place)).toEqual({ there: [], expected: 1, missing: [] })
  await once(retention, 'exit')
})
