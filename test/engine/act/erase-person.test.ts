import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { mergePeople } from '../../../src/engine/act/contact-state.ts'
import { addPerson } from '../../../src/engine/act/contacts.ts'
import { erasePerson } from '../../../src/engine/act/erase-person.ts'
import { exportPerson } from '../../../src/engine/act/export-person.ts'
import { redact } from '../../../src/engine/act/redact-ticket.ts'
import { addSupport } from '../../../src/engine/act/support-contacts.ts'
import { reply } from '../../../src/engine/act/tickets.ts'
import { work } from '../../../src/engine/act/work.ts'
import { addCreditEntry, addWorkTime, creditBalance } from '../../../src/store/credits.ts'
import { layoutOf, listConversation } from '../../../src/store/entries.ts'
import { wasErased } from '../../../src/store/erased.ts'
import { findMail } from '../../../src/store/ledger.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite } from './site.ts'

const ANA = 'ana@globex.test'
let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const erase = (address: string, as: string | null = null) => erasePerson(site.desk, address, as)

/** Every value of every table, with its place. */
function everything(): { place: string; value: string }[] {
  const db = new SqliteDatabase(site.desk.config.store.path, { readonly: true })
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").all()
    return (tables as { name: string }[]).flatMap(({ name }) =>
      (db.prepare(`select * from "${name}"`).all() as Record<string, unknown>[]).flatMap((row) =>
        Object.entries(row).map(([column, value]) => {
          return { place: `${name}.${column}`, value: String(value) }
        }),
      ),
    )
  } finally {
    db.close()
  }
}

test('an erased person stands nowhere any more; the tickets stay', async () => {
  const { desk } = site
  const mine = await letter(site, `Ana Ruiz <${ANA}>`, 'My phone')
  const second = await letter(site, 'ana@home.test', `Re: [Acme#${mine.ticket}] My phone`)
  const theirs = await letter(site, 'carl@globex.test', 'Others', { cc: ANA })
  await letter(site, 'joana@globex.test', 'Somebody else')
  await reply(desk, mine.ticket ?? 0, 'Plug it in.', 'agent@acme.test')
  await reply(desk, theirs.ticket ?? 0, 'Plug it in too.', 'agent@acme.test')
  await addSupport(desk, 'A-10003', ANA, null)

  const { fingerprint } = (await findMail(desk.store.read, mine.ledgerId)) ?? {}
  expect(await erase(' Ana@globex.test ')).toEqual({ tickets: 1, mails: 2, toRead: [] })

  const left = everything()
    .filter(({ value }) => /(?<![a-z])ana@(globex|home)|Ana Ruiz/i.test(value))
    // Words to others stay theirs.
    .map(({ place }) => place)
    .filter((place) => !/^outbox(Text)?\.(text|html)$/.test(place))
  expect(left).toEqual([])
  expect(everything().some(({ value }) => value.includes('joana@globex.test'))).toBe(true)

  const ticket = await findTicket(desk.store.read, mine.ticket ?? 0)
  expect(ticket).toMatchObject({ subject: 'My phone', requester: { name: '' } })
  const row = await findMail(desk.store.read, mine.ledgerId)
  expect(row).toMatchObject({ outcome: 'opened', fingerprint, rawId: null, subject: null })
  const sent = await listOutbox(desk.store.read, { limit: 50 })
  const toAna = sent.filter((mail) => mail.to.endsWith('@erased.invalid'))
  expect(toAna.map((mail) => mail.status)).toEqual(toAna.map(() => 'suppressed'))
  expect(toAna.length).toBeGreaterThan(2)
  expect(await wasErased(desk.store.read, 'ana@home.test')).toBe(true)
  expect((await findMail(desk.store.read, second.ledgerId))?.outcome).toBe('replied')

  // What is answered now is kept back; nothing is left to erase.
  await reply(desk, mine.ticket ?? 0, 'Are you there?', 'agent@acme.test')
  const kept = await listOutbox(desk.store.read, { status: 'suppressed', limit: 1 })
  expect(kept[0]?.to).toMatch(/@erased\.invalid$/)
  expect(await erase(ANA)).toEqual({ tickets: 0, mails: 0, toRead: [] })
})

test('conversations do not name them any more, and stay folded as they were', async () => {
  const { read } = site.desk.store
  const mail = (from: string, subject: string, words: string[]) =>
    site.arrive(
      Buffer.from(
        [
          `Message-ID: <${subject.replace(/\W/g, '')}${from}>`,
          ...[`From: ${from}`, 'To: support@acme.test', `Subject: ${subject}`, ''],
          ...words,
        ].join('\r\n'),
      ),
    )
  const { ticket } = await mail(`Ana Ruiz <${ANA}>`, 'My phone', ['It rings.', '-- ', 'Ana Ruiz'])
  const answer = ['Hello Ana', 'Ruiz, ask Joana Ruiz.', '', `On Monday Ana Ruiz <${ANA}> wrote:`]
  await mail('agent@acme.test', `Re: [Acme#${ticket}] My phone`, [...answer, '> It rings.'])
  const other = await mail('carl@globex.test', 'Others', [`Ask ${ANA}, or any Ana Ruiz.`])
  const says = async (number: number | null) => {
    const all = await listConversation(read, number ?? 0)
    return await Promise.all(
      all.map(async ({ id, text, reply }) => {
        const { folds, html } = await layoutOf(read, id)
        return { text, reply, html, folded: folds.map((one) => text.slice(one.start, one.end)) }
      }),
    )
  }
  expect((await says(ticket))[1]?.folded.join('')).toContain('Ana Ruiz <ana@globex.test> wrote:')
  await erase(ANA)
  const [asked, answered] = await says(ticket)
  expect(asked).toMatchObject({ reply: expect.stringMatching(/^It rings\.\s*$/) })
  expect(asked?.folded.join('').trim()).toBe('-- \n[erased]')
  expect(answered?.reply.trim()).toBe('Hello [erased], ask Joana Ruiz.')
  expect(answered?.folded.join('').trim()).toMatch(
    /^On Monday \[erased\] <erased-\w+@erased\.invalid> wrote:\n> It rings\.$/,
  )
  // Another ticket may mean another Ana Ruiz.
  expect((await says(other.ticket))[0]?.reply).toMatch(
    /^Ask erased-\w+@erased\.invalid, or any Ana Ruiz\.$/m,
  )
})

test('subjects lose address and full name; who still names them is told, and redacted by hand', async () => {
  const { desk } = site
  const subject = async (number: number | null) =>
    (await findTicket(desk.store.read, number ?? 0))?.subject
  const mine = await letter(site, `"Ruiz, Ana" <${ANA}>`, 'Phone of Ana Ruiz (ana@home.test)')
  await reply(desk, mine.ticket ?? 0, 'On Monday Ruiz, Ana wrote.', 'agent@acme.test')
  const nick = await letter(site, ANA, "Ana's other phone")
  const plain = await letter(site, ANA, 'A third phone')
  const carls = await letter(site, 'carl@globex.test', 'Instead of Ana Ruiz')
  const quiet = await letter(site, 'carl@globex.test', 'Instead of Ana')
  const other = await letter(site, 'ivo@initech.test', `Ana Ruiz, not ${ANA}`)

  const { toRead } = await erase(ANA)
  expect(toRead).toEqual([nick.ticket, carls.ticket])
  expect(await subject(mine.ticket)).toMatch(/^Phone of \[erased\] \(erased-\w+@erased\.invalid\)$/)
  expect(await subject(other.ticket)).toMatch(/^Ana Ruiz, not erased-\w+@erased\.invalid$/)
  expect([await subject(plain.ticket), await subject(quiet.ticket)]).toEqual([
    'A third phone',
    'Instead of Ana',
  ])
  const words = () => everything().map(({ value }) => value)
  expect(words().filter((one) => /Phone of Ana|Ruiz, Ana/.test(one))).toEqual([])

  const number = nick.ticket ?? 0
  expect(await codeOfActing(redact(desk, number, ['Ana'], 'agent@acme.test'))).toBe('not-allowed')
  expect(await codeOfActing(redact(desk, number, ['Anita', ' '], null))).toBe('nothing-found')
  expect(await redact(desk, number, ['ana', 'other  phone'], null)).toBeGreaterThan(3)
  expect(await subject(number)).toBe("[erased]'s [erased]")
  expect(words().filter((one) => /Ana's other/.test(one))).toEqual([])
  expect(await codeOfActing(redact(desk, number, ['Ana'], null))).toBe('nothing-found')
})

test('words go from all that became part of a ticket, under either number', async () => {
  const { desk } = site
  const old = (await letter(site, ANA, 'Nita calls')).ticket ?? 0
  const left = (await letter(site, ANA, 'Nita calls again')).ticket ?? 0
  await work(desk, old, { name: 'merge', into: left }, null)
  await redact(desk, old, ['Nita'], null)
  const subjects = await Promise.all([old, left].map((one) => findTicket(desk.store.read, one)))
  expect(subjects.map((one) => one?.subject)).toEqual(['[erased] calls', '[erased] calls again'])
  expect(everything().filter(({ value }) => /Nita/.test(value))).toEqual([])
})

test('the raw bytes cannot be read from the file any more', async () => {
  const { store } = site.desk
  await letter(site, ANA, 'My phone')
  const file = path.join(path.dirname(site.desk.config.store.path), 'raw.db')
  const row = new SqliteDatabase(file, { readonly: true })
    .prepare('select bytes from piece')
    .get() as { bytes: Buffer }
  await erase(ANA)
  expect(store.raw.idsBefore('9999', 0, 10)).toEqual([])
  const files = [file, `${file}-wal`].map((one) => readFileSync(one))
  expect(files.some((bytes) => bytes.includes(row.bytes))).toBe(false)
})

test.each([
  ['ada@globex.test', ANA, 'not-allowed'],
  [ANA, ANA, 'not-allowed'],
  [null, 'nobody@globex.test', 'no-contact'],
  [null, 'sue@partner.test', 'refused'],
  ['ops@acme.test', ANA, 'done'],
])('%s erases %s: %s', async (as, address, ends) => {
  const before = JSON.stringify(everything())
  expect(await codeOfActing(erase(address, as))).toBe(ends)
  if (ends !== 'done') expect(JSON.stringify(everything())).toBe(before)
})

test('the last support contact is not erased before there is another one', async () => {
  const { desk } = site
  await addSupport(desk, 'A-10003', 'carl@globex.test', null)
  await addSupport(desk, 'A-10003', ANA, null)
  const { removeSupport } = await import('../../../src/engine/act/support-contacts.ts')
  await removeSupport(desk, 'A-10003', 'help@partner.test', null)
  await erase('carl@globex.test')
  await expect(erase(ANA)).rejects.toThrow('ana@globex.test is the last one of A-10003')
})

test('who worked on tickets and sold goes from the books too, which stay closed', async () => {
  const { desk } = site
  const { ticket } = await letter(site, 'carl@globex.test')
  const at = '2026-11-02T09:00:00.000Z'
  await desk.store.transact(async (writer) => {
    await addWorkTime(writer, { ticket: ticket ?? 0, at, minutes: 5, actor: ANA })
    const reason = `5 minutes of ${ANA} on ticket ${ticket}`
    const entry = { accountId: 1, at, kind: 'deducted', minutes: -5, reason, actor: ANA } as const
    await addCreditEntry(writer, { ...entry, ticket, contractId: null })
  })
  expect(await erase(ANA)).toEqual({ tickets: 0, mails: 0, toRead: [] })
  expect(everything().filter(({ value }) => /ana@globex/.test(value))).toEqual([])
  expect(await creditBalance(desk.store.read, 1)).toBe(-5)
  for (const table of ['workTime', 'creditEntry'] as const) {
    const change = desk.store.transact((w) => w.updateTable(table).set({ minutes: 1 }).execute())
    const refused = await change.catch((error: Error) => error.message)
    expect(refused).toBe('rows of this table are only added')
  }
})

test('whenever the process dies, no mail of theirs outlives their name', async () => {
  const { desk } = site
  const { ledgerId } = await letter(site, ANA, 'My phone')
  const kept = path.join(desk.config.store.files, '0', String(ledgerId))
  mkdirSync(kept, { recursive: true })
  let commits = 0
  const transact: typeof desk.store.transact = async (work) => {
    const value = await desk.store.transact(work)
    if (++commits > 1) throw new Error('killed')
    return value
  }
  const dying = erasePerson({ ...desk, store: { ...desk.store, transact } }, ANA, null)
  await expect(dying).rejects.toThrow('killed')
  expect(existsSync(kept)).toBe(false)
  expect(desk.store.raw.bytes(1)).toBeNull()
})

test('what was cut short goes on with all addresses, whichever is named', async () => {
  const { desk } = site
  await letter(site, ANA, 'My phone')
  await letter(site, 'ana@home.test', 'My other phone')
  let commits = 0
  const transact: typeof desk.store.transact = async (work) => {
    if (++commits > 1) throw new Error('killed')
    return await desk.store.transact(work)
  }
  const dying = erasePerson({ ...desk, store: { ...desk.store, transact } }, ANA, null)
  await expect(dying).rejects.toThrow('killed')
  expect(await erase('ana@home.test')).toMatchObject({ mails: 2 })
  const left = everything().filter(({ value }) => /(?<![a-z])ana@(globex|home)/.test(value))
  expect(left.filter(({ place }) => !place.startsWith('outboxText.'))).toEqual([])
})

test('however often another address holds the same letters', async () => {
  const { store } = site.desk
  await store.transact(async (writer) => {
    await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 5001)
      insert into event (at, actor, kind, data)
      select '2026-11-02T09:00:00.000Z', iif(i = 5001, '', 'jo') || ${ANA}, 'noted', '{}' from n`.execute(
      writer,
    )
  })
  await erase(ANA)
  expect(everything().filter(({ value }) => value === ANA)).toEqual([])
})

test('who was entered twice and made one is erased as both', async () => {
  const { desk } = site
  for (const name of ['Ana Ruiz-Lopez', 'Ana R.']) {
    const email = `${name.replaceAll(/\W/g, '')}@old.test`
    const form = { name, email, phone: '+34 600 000 001', roles: [], locale: null }
    await addPerson(desk, 'A-10001', form, null)
  }
  await mergePeople(desk, 'AnaR@old.test', 'AnaRuizLopez@old.test', null)
  await mergePeople(desk, 'AnaRuizLopez@old.test', ANA, null)
  await erase(ANA)
  const left = everything().filter(({ value }) => /Ana R|600 ?00|old\.test/.test(value))
  expect(left.map(({ place }) => place)).toEqual([])
})

test('not while a mail of theirs is being decided', async () => {
  const { ledgerId } = await letter(site, ANA)
  await site.desk.store.transact((writer) =>
    writer.updateTable('ledger').set({ state: 'received' }).where('id', '=', ledgerId).execute(),
  )
  await expect(erase(ANA)).rejects.toThrow(`mail ${ledgerId} of theirs is being decided`)
})

test('a person is given all that is kept of them', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ticketd-export-'))
  try {
    const { desk } = site
    const { ledgerId, ticket } = await letter(site, ANA, 'My phone')
    await letter(site, 'carl@globex.test', 'His phone')
    await reply(desk, ticket ?? 0, 'Plug it in.', 'agent@acme.test')
    const place = path.join(folder, 'ana')
    const done = await exportPerson(desk, 'ana@home.test', place, ANA)
    expect(done).toMatchObject({ address: ANA, mails: 1 })
    const person = JSON.parse(readFileSync(path.join(place, 'person.json'), 'utf8'))
    expect(person).toMatchObject({
      name: 'Ana Ruiz',
      addresses: [ANA, 'ana@home.test'],
      accounts: [{ accountId: 'A-10001', roles: ['authorised-contact'] }],
      tickets: [{ number: ticket, subject: 'My phone' }],
      written: [{ subject: 'My phone' }],
    })
    expect(JSON.stringify(person.sentToThem)).toContain('Plug it in.')
    expect(JSON.stringify(person)).not.toContain('carl@')
    expect(readdirSync(path.join(place, 'mails'))).toEqual([`${ledgerId}.eml`])
    expect(readFileSync(path.join(place, 'mails', `${ledgerId}.eml`), 'utf8')).toContain('It rings')
    expect(await codeOfActing(exportPerson(desk, ANA, place, null))).toBe('folder')
    const other = path.join(folder, 'other')
    expect(await codeOfActing(exportPerson(desk, ANA, other, 'carl@globex.test'))).toBe(
      'not-allowed',
    )
    expect(readdirSync(folder)).toEqual(['ana'])
    const logged = await desk.store.read
      .selectFrom('event')
      .select('actor')
      .where('kind', '=', 'contact-exported')
      .execute()
    expect(logged).toEqual([{ actor: ANA }])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
