import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrations } from '../../migrations/index.ts'
import { pollOnce } from '../../src/engine/poll.ts'
import { openStore, rawFileOf } from '../../src/store/database.ts'
import { listOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { openRawStore } from '../../src/store/raw.ts'
import type { Database } from '../../src/store/schema.ts'
import { openDesk } from '../engine/desk-site.ts'
import { startSmtpSink } from '../servers/smtp-sink.ts'

const AT = '2026-01-05T09:00:00.000Z'
const LETTER = 'From: ana@globex.test\r\nMessage-ID: <1@globex.test>\r\n\r\nThey ring.\r\n'

let file: string
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'upgrade-')), 'ticketd.db')
})
afterEach(() => rmSync(path.dirname(file), { recursive: true }))

/** A store as the first version left it: seven migrations, a closed ticket, mails sent and waiting. */
async function makeOldStore(target: string): Promise<void> {
  mkdirSync(path.dirname(target), { recursive: true })
  const sqlite = new SqliteDatabase(target)
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) })
  sqlite.exec('create table migration (name text primary key, at text not null)')
  for (const step of migrations.slice(0, 7)) {
    await step.up(db as never)
    sqlite.prepare('insert into migration values (?, ?)').run(step.name, AT)
  }
  sqlite.pragma(`application_id = ${0x746b7464}`)
  const raw = openRawStore(rawFileOf(target))
  await raw.append([{ bytes: Buffer.from(LETTER) }], AT)
  raw.close()
  const put = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row).map((name) => `"${name}"`)
    const places = names.map(() => '?').join(', ')
    const text = `insert into "${table}" (${names.join(', ')}) values (${places})`
    sqlite.prepare(text).run(...Object.values(row))
  }
  put('counter', { name: 'ticket', value: 100042 })
  put('counter', { name: 'account', value: 1 })
  const account = { id: 1, accountId: 'A-10001', kind: 'customer', model: 'cloud' }
  const named = { company: 'Globex', companyKey: 'globex', state: 'active', createdAt: AT }
  put('account', { ...account, ...named })
  put('contact', { id: 1, name: 'Ana', accountId: 1, state: 'active', createdAt: AT })
  put('contactAddress', { address: 'ana@globex.test', contactId: 1, main: 1 })
  put('contactRole', { contactId: 1, accountId: 1, role: 'authorised-contact' })
  put('supportContact', { accountId: 1, address: 'help@partner.test', addedAt: AT })
  const folder = { source: 'support@test', folder: 'INBOX', name: 'support', lastUid: 1 }
  put('mailbox', { id: 1, ...folder, firstSeenAt: AT })
  const mail = { id: 1, mailboxId: 1, uid: 1, rawId: 1, size: LETTER.length, receivedAt: AT }
  const decided = { state: 'decided', outcome: 'opened', reason: 'a contact wrote', ticket: 100042 }
  put('ledger', { ...mail, ...decided, acknowledged: 1, fingerprint: 'f', decidedAt: AT })
  put('ledgerHistory', {
    ledgerId: 1,
    at: AT,
    actor: 'ticketd',
    outcome: 'opened',
    reason: 'a contact wrote',
    detail: 'null',
  })
  const ticket = { number: 100042, subject: 'Phones', status: 'closed', priority: 'P3' }
  const whose = { department: 'support', mailbox: 'support', accountId: 1, requesterContactId: 1 }
  const requester = { requesterName: 'Ana', requesterAddress: 'ana@globex.test' }
  const times = { openedAt: AT, updatedAt: AT, closedAt: AT, seq: 2 }
  put('ticket', { ...ticket, ...whose, ...requester, ...times, supportSide: 'desk', locale: 'en' })
  const from = { fromName: 'Ana', fromAddress: 'ana@globex.test', recipients: '[]' }
  const entry = { direction: 'in', audience: 'customer', authorSide: 'customer', verified: 1 }
  put('entry', {
    id: 1,
    ticket: 100042,
    at: AT,
    ...entry,
    ...from,
    subject: 'Phones',
    ledgerId: 1,
    textHash: 'h',
  })
  put('entryText', { entryId: 1, text: 'They ring.', reply: 'They ring.', folds: '[]', html: null })
  put('event', { at: AT, ticket: 100042, actor: 'ticketd', kind: 'opened', data: '{}' })
  for (const [id, status, text, nextAt] of [
    [1, 'sent', null, null],
    [2, 'queued', 'Your ticket has a number.', AT],
  ] as const) {
    put('outbox', {
      id,
      ticket: 100042,
      seq: id,
      mailbox: 'support',
      template: 'customer-opened',
      priority: 2,
      recipient: 'ana@globex.test',
      recipientName: 'Ana',
      envelopeFrom: 'support@acme.test',
      fromName: 'Acme Support',
      fromAddress: 'support@acme.test',
      replyTo: 'support@acme.test',
      subject: '[Acme#100042] Phones',
      messageId: `<ticket.100042.${id}.0123456789ab@acme.test>`,
      references: '',
      date: AT,
      language: 'en',
      text,
      attachments: '[]',
      status,
      nextAt,
      finishedAt: status === 'sent' ? AT : null,
      createdAt: AT,
    })
  }
  await db.destroy()
}

/** All tables, indexes and triggers, and which steps were taken. */
function shapeOf(target: string): unknown {
  const db = new SqliteDatabase(target, { readonly: true })
  const shape = [
    db.prepare('select type, name, sql from sqlite_master order by type, name').all(),
    db.prepare('select name from migration order by name').all(),
    db.prepare('select * from outbox').all(),
  ]
  db.close()
  return shape
}

test('a store of the first version is refused until it is migrated, and works then', async () => {
  await makeOldStore(file)
  await expect(openStore(file)).rejects.toMatchObject({
    code: 'store-older',
    advice: 'Run `ticketd migrate`.',
  })

  const site = await openDesk({}, {}, makeOldStore)
  const { read } = site.desk.store
  const words = await read.selectFrom('outboxText').select(['outboxId', 'text']).execute()
  expect(words).toEqual([{ outboxId: 2, text: 'Your ticket has a number.' }])
  const reply = `From: ana@globex.test\r\nTo: support@acme.test\r\nMessage-ID: <2@globex.test>\r\nSubject: Re: [Acme#100042] Phones\r\n\r\nAgain.\r\n`
  expect(await site.arrive(Buffer.from(reply))).toMatchObject({
    outcome: 'reopened',
    ticket: 100042,
  })
  const first = reply.replace('<2@', '<3@').replace('Re: [Acme#100042] Phones', 'Fax')
  expect(await site.arrive(Buffer.from(first))).toMatchObject({ outcome: 'opened', ticket: 100043 })
  await site.close()
})

test('a mail that waited in a store of the first version leaves after the upgrade', async () => {
  const sink = await startSmtpSink({ auth: false })
  const smtp = { host: '127.0.0.1', port: sink.port, security: 'none' }
  const site = await openDesk({ config: { smtp } }, {}, makeOldStore)
  // Its sender would have given up on it long ago.
  site.clock.now = Date.parse(AT) + 60_000
  try {
    await pollOnce(site.desk, new AbortController().signal)
    const [mail, ...others] = sink.mails
    expect(others).toEqual([])
    expect(mail?.to).toEqual(['ana@globex.test'])
    expect(mail?.header('message-id')).toBe('<ticket.100042.2.0123456789ab@acme.test>')
    expect((await mail?.parsed())?.text?.trim()).toBe('Your ticket has a number.')
    const row = await showOutbox(site.desk.store.read, 2)
    expect(row).toMatchObject({ status: 'sent', text: 'Your ticket has a number.' })
  } finally {
    await site.close()
    await sink.stop()
  }
})

/** A program that migrates a store, and is killed within when so many steps are done. */
const MIGRATOR = `
const [file, program, most] = process.argv.slice(1)
const { openStore } = await import(program)
const onProgress = (done) => done >= Number(most) && process.kill(process.pid, 'SIGKILL')
await openStore(file, { migrate: true, onProgress })`

test('a migration that is killed leaves the store as it was, and the next one ends it', async () => {
  await makeOldStore(file)
  const before = shapeOf(file)
  const program = new URL('../../dist/src/store/database.js', import.meta.url).href
  const last = migrations.length - 7 - 1
  for (const step of [1, 9, last]) {
    const words = ['--input-type=module', '-e', MIGRATOR, file, program, String(step)]
    expect(spawnSync(process.execPath, words).signal).toBe('SIGKILL')
    expect(shapeOf(file)).toEqual(before)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'store-older' })
  }
  const store = await openStore(file, { migrate: true })
  expect((await listOutbox(store.read, { limit: 10 })).map(({ id }) => id)).toEqual([2, 1])
  await store.close()
})

test('a migration that is cut short leaves the store as it was', async () => {
  await makeOldStore(file)
  const before = shapeOf(file)
  const db = new SqliteDatabase(file)
  const pages = db.pragma('page_count', { simple: true }) as number
  db.close()
  let cut = 0
  for (let room = 1; ; room += 12) {
    const failed = await openStore(file, { migrate: true, maxPages: pages + room })
      .then((store) => store.close())
      .catch((error: unknown) => error)
    if (!failed) break
    expect(failed).toMatchObject({ code: 'store-full' })
    expect(shapeOf(file)).toEqual(before)
    cut++
  }
  expect(cut).toBeGreaterThan(3)
  expect(shapeOf(file)).not.toEqual(before)
  await (await openStore(file)).close()
})

test('a store that a daemon works on is not migrated under it', async () => {
  await makeOldStore(file)
  const before = shapeOf(file)
  const db = new SqliteDatabase(file)
  const until = '2026-11-02T09:00:20.000Z'
  db.prepare('insert into lease (id, owner, epoch, until) values (1, ?, 1, ?)').run('old', until)
  db.close()
  const refused = openStore(file, { migrate: true, now: '2026-11-02T09:00:19.000Z' })
  await expect(refused).rejects.toMatchObject({ code: 'lease-held' })
  expect(shapeOf(file)).toEqual(before)
  await (await openStore(file, { migrate: true, now: until })).close()
})

test('a store of a newer program is refused, by migrate too', async () => {
  await (await openStore(file, { migrate: true })).close()
  const db = new SqliteDatabase(file)
  db.prepare('insert into migration values (?, ?)').run('9999-wonders', AT)
  db.close()
  for (const options of [{}, { migrate: true }]) {
    const refused = expect(openStore(file, options)).rejects
    await refused.toThrow('The store was made by a newer ticketd (it knows 9999-wonders).')
  }
})
