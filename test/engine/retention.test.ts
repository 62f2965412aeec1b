import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { exportTicket } from '../../src/engine/act/export-ticket.ts'
import { runRetention } from '../../src/engine/act/retention.ts'
import { attachmentsFrom } from '../../src/engine/attachment-files.ts'
import { countOutdated, sweepOutdated } from '../../src/engine/due/retention.ts'
import { takeOut } from '../../src/engine/parse-worker.ts'
import { mailBytes, multipart, ordinary } from '../message/mail-bytes.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const DAY = 86_400_000
const PICTURE = randomBytes(500)

let site: DeskSite
afterEach(() => site.close())

async function deskWith(retention: object): Promise<DeskSite> {
  site = await openDesk({
    config: { retention },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  return site
}

async function arrive(head: Record<string, string>) {
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    `Content-Type: image/png; name=f.png\nContent-Transfer-Encoding: base64\n\n${PICTURE.toString('base64').replace(/.{76}/g, '$&\n')}`,
  ])
  const id = `<${randomBytes(4).toString('hex')}@globex.test>`
  const headers = { ...ordinary, From: 'ana@globex.test', To: 'support@acme.test', ...head }
  return await site.arrive(mailBytes({ ...headers, 'Message-ID': id, 'Content-Type': type }, body))
}

const agentCloses = { From: 'agent@acme.test', Subject: 'Re: [Acme#100042] Phones' }

async function close(): Promise<void> {
  await arrive(agentCloses)
  await site.desk.store.transact(async (writer) => {
    const at = new Date(site.clock.now).toISOString()
    const closed = { status: 'closed', closedAt: at, updatedAt: at }
    await writer.updateTable('ticket').set(closed).execute()
    await writer.updateTable('outbox').set({ status: 'sent', nextAt: null }).execute()
  })
}

async function counts(): Promise<Record<string, number>> {
  const { read } = site.desk.store
  const tables = ['ticket', 'entry', 'entryText', 'attachment', 'outbox', 'participant'] as const
  const found: Record<string, number> = {}
  for (const table of tables)
    found[table] = (await read.selectFrom(table).selectAll().execute()).length
  return found
}

const sweep = () => sweepOutdated(site.desk, site.desk.store.transact)

test('without a policy nothing ever goes', async () => {
  await deskWith({})
  await arrive({ Subject: 'Phones' })
  await close()
  site.clock.now += 30_000 * DAY
  expect(await countOutdated(site.desk)).toEqual({ mails: 0, tickets: 0 })
  expect(await sweep()).toEqual({ mails: 0, tickets: 0 })
})

test('bytes of mails go after their time; words and attachments of the ticket stay', async () => {
  const { desk } = await deskWith({ rawMail: '90d' })
  const { ledgerId } = await arrive({ Subject: 'Phones' })
  const held = await arrive({ Subject: 'Re: [Acme#100042] Phones', From: 'eve@evil.test' })
  expect(held.outcome).toBe('held')
  const before = await counts()
  expect(await sweep()).toEqual({ mails: 0, tickets: 0 })

  site.clock.now += 91 * DAY
  const late = await arrive({ Subject: 'Fax' })
  expect(await countOutdated(desk)).toEqual({ mails: 1, tickets: 0 })
  expect(await sweep()).toEqual({ mails: 1, tickets: 0 })
  expect(await sweep()).toEqual({ mails: 0, tickets: 0 })

  const rows = await desk.store.read.selectFrom('ledger').select(['id', 'rawId']).execute()
  expect(rows.filter((row) => row.rawId === null).map((row) => row.id)).toEqual([ledgerId])
  expect(desk.store.raw.bytes(1)).toBeNull()
  expect((await counts()).entryText).toBe((before.entryText ?? 0) + 1)

  const { files } = desk.config.store
  const { attachmentFiles } = attachmentsFrom(desk.store, { spool: files, files }, takeOut)
  const name = { name: 'f.png', type: 'image/png', size: 500, inline: false, contentId: null }
  const refs = [ledgerId, late.ledgerId].map((id) => ({ ledgerId: id, position: 0, ...name }))
  const sources = await attachmentFiles([...refs, { ledgerId: 99, position: 0, ...name }])
  const bytes = sources.map((one) =>
    one === null ? null : 'content' in one ? one.content : readFileSync(one.path),
  )
  expect(bytes).toEqual([PICTURE, PICTURE, null])

  const shown = { number: 100042, entries: [{ id: 1, mail: ledgerId }] }
  const folder = path.join(path.dirname(files), 'export')
  const done = await exportTicket(desk.store, files, shown, folder)
  expect(done).toEqual({ folder, mails: 0, gone: 1, attachments: 1, missing: [] })
  const file = path.join(folder, 'attachments', `${ledgerId}-0-f.png`)
  expect(readFileSync(file)).toEqual(PICTURE)
})

test('a closed ticket goes with everything that was said in it; its number does not come back', async () => {
  const { desk } = await deskWith({ closedTickets: '2555d', rawMail: '90d' })
  const { ledgerId } = await arrive({ Subject: 'Phones' })
  await close()
  site.clock.now += 100 * DAY
  expect(await sweep()).toEqual({ mails: 2, tickets: 0 })
  const kept = path.join(desk.config.store.files, '0', String(ledgerId))
  expect(readdirSync(kept)).toEqual(['0'])

  site.clock.now += 2500 * DAY
  expect(await runRetention(desk, 'ops@acme.test')).toEqual({ mails: 0, tickets: 1 })
  const none = { ticket: 0, entry: 0, entryText: 0, attachment: 0, outbox: 0, participant: 0 }
  expect(await counts()).toEqual(none)
  expect(existsSync(kept)).toBe(false)
  const row = await desk.store.read
    .selectFrom('ledger')
    .select(['outcome', 'subject', 'fromAddress'])
    .where('id', '=', ledgerId)
    .executeTakeFirst()
  expect(row).toEqual({ outcome: 'opened', subject: null, fromAddress: null })

  const again = await arrive({ Subject: 'Re: [Acme#100042] Phones' })
  expect(again).toMatchObject({ outcome: 'opened', ticket: 100043 })
})

test('whenever the process dies, no file of a ticket outlives it', async () => {
  const { desk } = await deskWith({ closedTickets: '2555d', rawMail: '90d' })
  const { ledgerId } = await arrive({ Subject: 'Phones' })
  await close()
  site.clock.now += 100 * DAY
  await sweep()
  const kept = path.join(desk.config.store.files, '0', String(ledgerId))
  expect(existsSync(kept)).toBe(true)
  site.clock.now += 2500 * DAY
  const dying = sweepOutdated(desk, async (work) => {
    await desk.store.transact(work)
    throw new Error('killed')
  })
  await expect(dying).rejects.toThrow('killed')
  expect(existsSync(kept)).toBe(false)
})

test('a ticket that is answered while others go stays with the answer', async () => {
  const { desk } = await deskWith({ closedTickets: '1d' })
  await arrive({ Subject: 'Phones' })
  await arrive({ Subject: 'Fax' })
  await close()
  site.clock.now += 9 * DAY
  expect(await countOutdated(desk)).toEqual({ mails: 0, tickets: 2 })
  let answered: { outcome: string } | undefined
  const swept = await sweepOutdated(desk, async (work) => {
    answered ??= await arrive({ Subject: 'Re: [Acme#100043] Fax' })
    return await desk.store.transact(work)
  })
  expect(answered).toMatchObject({ outcome: 'reopened' })
  expect(swept).toEqual({ mails: 0, tickets: 1 })
  const left = await desk.store.read.selectFrom('ticket').select(['number', 'status']).execute()
  expect(left).toEqual([{ number: 100043, status: 'open' }])
})

test('what is open, has mail to send, or takes the replies of a merged one stays', async () => {
  const { desk } = await deskWith({ closedTickets: '1d' })
  await arrive({ Subject: 'Phones' })
  await close()
  await arrive({ Subject: 'Fax' })
  await desk.store.transact(async (writer) => {
    const merged = writer.updateTable('ticket').set({ mergedInto: 100043 })
    await merged.where('number', '=', 100042).execute()
  })
  site.clock.now += 9 * DAY
  expect(await countOutdated(desk)).toEqual({ mails: 0, tickets: 0 })
  await close()
  site.clock.now += 9 * DAY
  await desk.store.transact(async (writer) => {
    const waits = writer.updateTable('outbox').set({ status: 'queued', nextAt: '2026-01-01' })
    await waits.where('ticket', '=', 100043).execute()
  })
  expect(await countOutdated(desk)).toEqual({ mails: 0, tickets: 0 })
  await expect(runRetention(desk, 'agent@acme.test')).rejects.toMatchObject({ code: 'not-allowed' })
})
