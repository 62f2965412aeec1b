import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Smtp } from '../../src/config/schema.ts'
import { silent } from '../../src/log.ts'
import type { Draft } from '../../src/notification/notice.ts'
import { accountsOf } from '../../src/outbox/account.ts'
import { createDelivery, type Delivery, type DeliveryOptions } from '../../src/outbox/delivery.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import type { SqliteOptions } from '../../src/store/dialect.ts'
import { enqueue, type OutboxRow } from '../../src/store/outbox.ts'
import { findStop } from '../../src/store/sending-stop.ts'
import { draft } from './drafts.ts'

export function smtpSettings(port: number, changes: Partial<Smtp> = {}): Smtp {
  return {
    host: '127.0.0.1',
    port,
    security: 'none',
    allowInsecure: false,
    verifyCertificate: true,
    timeout: 5_000,
    connections: 1,
    perMinute: 0,
    maxBytes: 20 * 1024 * 1024,
    ...changes,
  }
}

/** A store and a delivery on it, with a clock of its own. */
export interface Desk {
  store: Store
  file: string
  delivery: Delivery
  clock: { ms: number; epoch: number; holds: boolean }
  /** `ID WORDS` of every failed mail that somebody was told of. */
  told: string[]
  paused: string[]
  steps: string[]
  put(...drafts: Partial<Draft>[]): Promise<void>
  rows(): Promise<OutboxRow[]>
  pass(): ReturnType<Delivery['pass']>
  close(): Promise<void>
}

export async function openDesk(
  smtp: Smtp,
  changes: Partial<DeliveryOptions> = {},
  storeOptions: SqliteOptions = {},
): Promise<Desk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ticketd-desk-'))
  const file = path.join(folder, 'ticketd.db')
  const store = await openStore(file, { migrate: true, ...storeOptions })
  const clock = { ms: Date.parse('2026-11-21T12:00:00.000Z'), epoch: 1, holds: true }
  const told: string[] = []
  const paused: string[] = []
  const steps: string[] = []
  const delivery = createDelivery({
    store,
    accounts: accountsOf({ smtp, mailboxes: [{ name: 'support' }] }),
    domain: 'acme.test',
    giveUpAfter: 5 * 86_400_000,
    uncertainAfter: 600_000,
    epoch: () => clock.epoch,
    holdsLease: () => clock.holds,
    stopOf: findStop,
    now: () => clock.ms,
    random: () => 0.5,
    log: silent,
    attachmentFiles: async (refs) => refs.map(() => null),
    onFailed: async (_writer, row, words) => {
      told.push(`${row.id} ${words}`)
    },
    onAccountTurned: ({ trouble }) => {
      if (trouble) paused.push(trouble.words)
    },
    step: (name) => {
      steps.push(name)
    },
    ...changes,
  })
  return {
    store,
    file,
    delivery,
    clock,
    told,
    paused,
    steps,
    async put(...drafts) {
      const now = new Date(clock.ms).toISOString()
      await store.transact((writer) => enqueue(writer, drafts.map(draft), now))
    },
    rows: () =>
      store.read
        .selectFrom('outbox')
        .leftJoin('outboxText', 'outboxId', 'id')
        .selectAll('outbox')
        .select(['text', 'html'])
        .orderBy('id')
        .execute(),
    pass: () => delivery.pass(new AbortController().signal),
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
