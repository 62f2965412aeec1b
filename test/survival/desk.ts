import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addAccount, addSupportContact } from '../../src/store/accounts.ts'
import { addContact } from '../../src/store/contacts.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { until } from '../servers/child.ts'
import type { Dovecot } from '../servers/dovecot.ts'
import { type Daemon, lastWords, startDaemon } from './daemon.ts'
import { PATIENCE } from './waiting.ts'

/** What a desk is made of; everything else is as a user would have it, but quick. */
export interface DeskOptions {
  /** Local parts of the mailboxes; the login of each is `name.NUMBER@acme.test`. */
  mailboxes?: string[]
  mailbox?: Record<string, unknown>
  imapPort?: number
  /** The login instead, where there is one mailbox. */
  login?: string
  /** False: nobody is known yet. */
  people?: boolean
  /** Prepares the folder of the store before anything is written there. */
  data?: (folder: string) => void
  config?: Record<string, unknown>
}

/** One desk: configuration, store and mailboxes of its own on servers that others use too. */
export interface TestDesk {
  folder: string
  config: string
  store: Store
  /** Opens the store again after it was closed. */
  reopen(): Promise<void>
  /** The login of a mailbox. */
  user(name?: string): string
  deliver(mail: string | Buffer, name?: string): Promise<void>
  start(env?: Record<string, string>): Daemon
  /** Resolves when `mails` are in the ledger and nothing is left to decide, to tell the server or to send. */
  done(mails: number, ms?: number): Promise<void>
  close(): Promise<void>
}

let desks = 0

/** A cloud account with one contact (ana) and one support contact (help), and one agent. */
export async function openDesk(
  dovecot: Dovecot,
  smtpPort: number,
  options: DeskOptions = {},
): Promise<TestDesk> {
  desks += 1
  const number = desks
  const names = options.mailboxes ?? ['support']
  const user = (name = names[0]) => options.login ?? `${name}.${number}@acme.test`
  const folder = await mkdtemp('/tmp/desk-')
  const config = join(folder, 'config.json')
  const written = {
    desk: {
      name: 'Acme Support',
      tag: 'Acme',
      administrators: ['ops@acme.test'],
      firstNumber: 1000,
    },
    mailboxes: names.map((name) => ({
      name,
      address: `${name}@acme.test`,
      department: name,
      imap: {
        host: '127.0.0.1',
        port: options.imapPort ?? dovecot.port,
        security: 'none',
        user: user(name),
        password: 'secret',
      },
      start: 'all',
      ...options.mailbox,
    })),
    smtp: { host: '127.0.0.1', port: smtpPort, security: 'none', perMinute: 0 },
    departments: names.map((name) => ({ name, agents: [`${name}-agent@acme.test`] })),
    outbox: { giveUpAfter: '1m', uncertainAfter: '1s' },
    limits: { confirmations: 100_000, relays: { count: 100_000, same: 100_000 } },
    ...options.config,
  }
  await writeFile(config, JSON.stringify(written))
  await mkdir(join(folder, 'data'))
  options.data?.(join(folder, 'data'))
  let store = await openStore(storeFile(folder), { migrate: true })
  if (options.people ?? true) await addPeople(store)
  return {
    folder,
    config,
    get store() {
      return store
    },
    async reopen() {
      store = await openStore(storeFile(folder))
    },
    user,
    deliver: (mail, name) => dovecot.deliver(user(name), mail),
    start: (env) => startDaemon(config, env),
    async done(mails, ms = PATIENCE) {
      try {
        await until(`${mails} mails are done`, () => isDone(store, mails), ms)
      } catch (error) {
        throw new Error(lastWords(), { cause: error })
      }
    },
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function storeFile(folder: string): string {
  return join(folder, 'data', 'ticketd.db')
}

async function addPeople(store: Store): Promise<void> {
  const createdAt = new Date().toISOString()
  await store.transact(async (writer) => {
    const account = await addAccount(writer, {
      kind: 'customer',
      model: 'cloud',
      company: 'Globex',
      partnerId: null,
      state: 'active',
      locale: null,
      createdAt,
    })
    await addContact(writer, {
      accountId: account.id,
      name: 'Ana Ruiz',
      address: 'ana@globex.test',
      phone: null,
      locale: null,
      roles: ['decision-maker'],
      createdAt,
    })
    await addSupportContact(writer, account.id, 'help@partner.test', createdAt)
  })
}

async function isDone({ read }: Store, mails: number): Promise<boolean> {
  const all = await read
    .selectFrom('ledger')
    .select(({ fn }) => [fn.countAll<number>().as('mails')])
    .executeTakeFirstOrThrow()
  if (all.mails < mails) return false
  const waiting = await read
    .selectFrom('ledger')
    .select('id')
    .where((e) => e.or([e('state', '=', 'received'), e('acknowledged', '=', 0)]))
    .executeTakeFirst()
  if (waiting) return false
  const unsent = await read
    .selectFrom('outbox')
    .select('id')
    .where('nextAt', 'is not', null)
    .executeTakeFirst()
  return unsent === undefined
}
