import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AccountKind, AccountModel } from '../../src/account/account.ts'
import type { Role } from '../../src/account/roles.ts'
import { checkConfig } from '../../src/config/load.ts'
import { createDkimCheck } from '../../src/engine/authenticate/dkim.ts'
import { gatherSigners } from '../../src/engine/authenticate.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { addOffServer } from '../../src/engine/ingest.ts'
import { askedFor } from '../../src/engine/instruction.ts'
import { decideAndCarryOut, type Fate } from '../../src/engine/receive.ts'
import { parse } from '../../src/message/parse.ts'
import { addDomain } from '../../src/store/account-domains.ts'
import { addAccount, addSupportContact } from '../../src/store/accounts.ts'
import { addContact } from '../../src/store/contacts.ts'
import { inSavepoint, openStore, type StoreOptions, type Writer } from '../../src/store/database.ts'
import { listReceived } from '../../src/store/ledger.ts'
import { quietDesk } from './quiet-desk.ts'

/** People of a test desk, as its `desk.json` writes them. */
export interface WrittenAccount {
  company: string
  kind?: AccountKind
  model?: AccountModel
  locale?: string
  partner?: string
  helpDesk?: string
  member?: boolean
  supportUntil?: string
  /** Mail domains. */
  domains?: string[]
  contacts?: WrittenContact[]
  supportContacts?: (string | { desk: string })[]
}

export interface WrittenContact {
  name: string
  address: string
  more?: string[]
  role?: Role
  locale?: string
  invitation?: 'invited' | 'asked'
  source?: 'directory'
}

export interface WrittenDesk {
  config?: Record<string, unknown>
  accounts?: WrittenAccount[]
  /** Texts that stand beside the configuration, by name. */
  files?: Record<string, string>
  /** TXT records by name; there are no others. */
  dns?: Record<string, string[][]>
}

/** A desk on a store of its own, whose clock stands still until it is moved. */
export interface DeskSite {
  desk: Desk
  /** Milliseconds since 1970; move it at will. */
  clock: { now: number }
  /** Lets a mail arrive in a mailbox, and tells what became of it. */
  arrive(bytes: Buffer, mailbox?: string, quiet?: boolean): Promise<Fate>
  /** Decides what was put back. */
  takeUp(): Promise<Fate[]>
  close(): Promise<void>
}

const MAILBOX = {
  name: 'support',
  address: 'support@acme.test',
  department: 'support',
  imap: {
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    user: 'support@acme.test',
    password: 'secret',
  },
}

const CONFIG = {
  desk: {
    name: 'Acme Support',
    tag: 'Acme',
    firstNumber: 100042,
    administrators: ['ops@acme.test'],
  },
  mailboxes: [MAILBOX],
  smtp: { host: '127.0.0.1', port: 1, security: 'none' },
  departments: [{ name: 'support', agents: ['agent@acme.test'] }],
}

export async function openDesk(
  written: WrittenDesk = {},
  options: StoreOptions = {},
  prepare: (storeFile: string) => Promise<void> = async () => undefined,
): Promise<DeskSite> {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-'))
  const more = written.config ?? {}
  for (const [name, text] of Object.entries(written.files ?? {})) {
    writeFileSync(path.join(folder, name), text)
  }
  const config = checkConfig(
    {
      ...CONFIG,
      ...more,
      desk: { ...CONFIG.desk, ...(more.desk as object) },
      mailboxes: ((more.mailboxes ?? [{}]) as object[]).map((m) => ({
        ...MAILBOX,
        ...m,
        imap: {
          ...MAILBOX.imap,
          user: (m as { address?: string }).address ?? MAILBOX.address,
          ...(m as { imap?: object }).imap,
        },
      })),
    },
    path.join(folder, 'config.json'),
    {},
  )
  const clock = { now: Date.parse('2026-11-02T09:00:00Z') }
  const now = () => clock.now
  await prepare(config.store.path)
  const store = await openStore(config.store.path, { migrate: true, ...options })
  const desk: Desk = {
    ...quietDesk(config, store),
    signersOf: createDkimCheck(async (name) => written.dns?.[name] ?? absent(name), now),
    now,
  }
  await store.transact((writer) => people(writer, written.accounts ?? []))
  return {
    desk,
    clock,
    async arrive(bytes, mailbox = config.mailboxes[0].name, quiet = false) {
      const mail = await parse(bytes)
      const signers = await gatherSigners(desk, mailbox, mail, { bytes })
      const [rawId = 0] = await store.raw.append([{ bytes }], new Date(clock.now).toISOString())
      return await store.transact(async (writer) => {
        const ledgerId = await row(writer, mailbox, rawId, bytes, clock.now)
        const kept = { ledgerId, rawId, mailbox, quiet, body: { bytes }, signers }
        return await inSavepoint(writer, () => decideAndCarryOut(desk, writer, kept, mail))
      })
    },
    async takeUp() {
      const fates: Fate[] = []
      for (const waiting of await listReceived(store.read, 0, 100)) {
        const bytes = store.raw.bytes(waiting.rawId ?? 0) ?? Buffer.alloc(0)
        const mail = await parse(bytes)
        const kept = {
          ledgerId: waiting.id,
          rawId: waiting.rawId ?? 0,
          mailbox: config.mailboxes[0].name,
          quiet: false,
          body: { bytes },
          ...askedFor(waiting.instruction),
        }
        fates.push(await store.transact((writer) => decideAndCarryOut(desk, writer, kept, mail)))
      }
      return fates
    },
    async close() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function absent(name: string): never {
  throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' })
}

async function row(
  writer: Writer,
  name: string,
  rawId: number,
  bytes: Buffer,
  now: number,
): Promise<number> {
  const at = new Date(now).toISOString()
  const place = { source: `${name}@test`, folder: 'INBOX', name }
  return await addOffServer(writer, place, { bytes, rawId, at })
}

async function people(writer: Writer, accounts: WrittenAccount[]): Promise<void> {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const made = new Map<string, number>()
  for (const written of accounts) {
    const { id } = await addAccount(writer, {
      kind: written.kind ?? 'customer',
      model: written.kind && written.kind !== 'customer' ? null : (written.model ?? 'cloud'),
      company: written.company,
      partnerId: written.partner ? (made.get(written.partner) ?? null) : null,
      state: 'active',
      locale: written.locale ?? null,
      helpDesk: written.helpDesk ?? null,
      member: written.member ?? false,
      supportUntil: written.supportUntil ?? null,
      createdAt,
    })
    for (const domain of written.domains ?? []) await addDomain(writer, id, domain)
    made.set(written.company, id)
    for (const { name, address, more = [], role, locale, ...from } of written.contacts ?? []) {
      const roles: Role[] = [role ?? 'authorised-contact']
      const contact = { accountId: id, name, address, phone: null, locale: locale ?? null }
      const contactId = await addContact(writer, { ...contact, ...from, roles, createdAt })
      for (const second of more) {
        await writer
          .insertInto('contactAddress')
          .values({ address: second, contactId, main: 0 })
          .execute()
      }
    }
    for (const supportContact of written.supportContacts ?? []) {
      const isDesk = typeof supportContact !== 'string'
      const address = isDesk ? supportContact.desk : supportContact
      await addSupportContact(writer, id, address, createdAt)
      if (isDesk) {
        await writer
          .updateTable('supportContact')
          .set({ desk: 1 })
          .where('address', '=', address)
          .execute()
      }
    }
  }
}
