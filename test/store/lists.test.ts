import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { openStore, type Reader, type Store } from '../../src/store/database.ts'
import { listHeldOf } from '../../src/store/held.ts'
import { listMails } from '../../src/store/ledger-view.ts'
import { listOutbox } from '../../src/store/outbox-view.ts'
import { countLedger, countOutbox, countWaiting, lastArrival } from '../../src/store/status.ts'
import { listTickets } from '../../src/store/tickets.ts'

let folder: string
let store: Store
let db: SqliteDatabase.Database
const asked: string[] = []

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ticketd-lists-'))
  const file = path.join(folder, 'ticketd.db')
  store = await openStore(file, { migrate: true, onStatement: (text) => asked.push(text) })
  db = new SqliteDatabase(file, { readonly: true })
})

afterAll(async () => {
  db.close()
  await store.close()
  rmSync(folder, { recursive: true })
})

/** What people ask for on the command line of a desk with a million tickets, and what finds it. */
test.each<[string, (reader: Reader) => Promise<unknown>, RegExp]>([
  ['tickets', (it) => listTickets(it, { limit: 50 }), /^SCAN ticket USING INDEX ticket_updated$/],
  [
    'open tickets',
    (it) => listTickets(it, { status: 'open', limit: 50 }),
    /^SEARCH ticket USING INDEX ticket_status /,
  ],
  [
    'tickets of an account',
    (it) => listTickets(it, { accountId: 1, limit: 50 }),
    /^SEARCH ticket USING INDEX ticket_account /,
  ],
  // By its key, from the end, as far as the limit goes.
  ['mails', (it) => listMails(it, { limit: 50 }), /^SCAN ledger$/],
  [
    'held mails',
    (it) => listMails(it, { outcome: 'held', limit: 50 }),
    /^SEARCH ledger USING INDEX ledger_outcome /,
  ],
  [
    'mails that wait',
    (it) => listMails(it, { waiting: true, limit: 50 }),
    /^SCAN ledger USING INDEX ledger_received$/,
  ],
  [
    'held mails of an address',
    (it) => listHeldOf(it, 'a@b.test'),
    /^SEARCH ledger USING INDEX ledger_held /,
  ],
  ['mails that leave', (it) => listOutbox(it, { limit: 50 }), /^SCAN outbox$/],
  [
    'mails that failed',
    (it) => listOutbox(it, { status: 'failed', limit: 50 }),
    /^SEARCH outbox USING INDEX outbox_status /,
  ],
  ['the ledger, counted', countLedger, /^SEARCH ledger USING COVERING INDEX ledger_outcome /],
  ['what waits, counted', countWaiting, /USING (COVERING )?INDEX ledger_received$/],
  ['the outbox, counted', countOutbox, /^SCAN outbox USING COVERING INDEX outbox_status$/],
  [
    'the last arrival',
    (it) => lastArrival(it, { id: 1, uidValidity: 1 }),
    /^SEARCH ledger USING INDEX sqlite_autoindex_ledger_1 /,
  ],
])('%s', async (what, ask, found) => {
  asked.length = 0
  await ask(store.read)
  const plan = db.prepare(`explain query plan ${asked.at(-1)}`).all() as { detail: string }[]
  const steps = plan.map((step) => step.detail)
  expect(steps).toContainEqual(expect.stringMatching(found))
  if (what !== 'tickets of an account') expect(steps.join()).not.toContain('TEMP B-TREE')
})
