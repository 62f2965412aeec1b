import type { Account } from '../account/account.ts'
import type { Config } from '../config/schema.ts'
import { accountOf } from '../engine/act/account-of.ts'
import { nextTakeUp } from '../engine/sync/due.ts'
import type { Store } from '../store/database.ts'
import { type DirectorySync, hasStopped, readSync } from '../store/directory-sync.ts'
import {
  countStates,
  type DirectoryState,
  type DirectoryUser,
  listUsers,
} from '../store/directory-users.ts'
import { listServiceUsers, type ServiceUser } from '../store/services.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { shownService } from './service-show.ts'
import { showInstant } from './show.ts'
import { printTable } from './table.ts'

const STATES: Record<DirectoryState, string> = {
  synced: 'Synced',
  failed: 'Failed',
  ready: 'Ready to Sync',
  'not-eligible': 'Not Eligible',
  gone: 'Ready to Sync',
}
const TOKEN = { ok: 'OK', 'invalid-login': 'Invalid Login', unknown: 'unknown' } as const
const SYNC = { ok: 'OK', error: 'error', unknown: 'unknown' } as const

interface Options {
  limit?: number
  json?: boolean
}

/**
 * `directory status`: two indicators with their times, totals, and every user with its services.
 */
export async function printDirectory(
  { config, store }: { config: Config; store: Store },
  accountId: string,
  options: Options,
  io: Io,
): Promise<void> {
  const account = await accountOf(store.read, accountId)
  const shown = await readDirectory({ config, store }, account, options)
  if (options.json) printJson(io, shown)
  else print(io, shown, config.desk.timeZone)
}

type Shown = Awaited<ReturnType<typeof readDirectory>>

async function readDirectory(
  { config, store }: { config: Config; store: Store },
  { id, accountId }: Account,
  options: Options,
) {
  const reader = store.read
  const counts = await countStates(reader, id)
  const services = byContact(await listServiceUsers(reader, id))
  const limit = options.limit ?? (options.json ? Number.MAX_SAFE_INTEGER : 50)
  const next = await nextTakeUp({ config, store })
  return {
    account: accountId,
    ...indicators(await readSync(reader, id)),
    stopped: await hasStopped(reader, id),
    nextRun: next.users,
    nextServicesRun: next.services,
    totals: {
      synced: counts.synced,
      failed: counts.failed,
      readyToSync: counts.ready + counts.gone,
      notEligible: counts['not-eligible'],
    },
    users: (await listUsers(reader, id, limit)).map((row) => shownUser(row, services)),
  }
}

function print(io: Io, shown: Shown, timeZone: string): void {
  const { account, token, totals, users } = shown
  const at = (instant: string | null) =>
    instant === null ? '' : ` (${showInstant(instant, timeZone)})`
  const { synced, failed, readyToSync, notEligible } = totals
  const lines = [
    `token     ${token}${at(shown.tokenAt)}`,
    `sync      ${shown.sync}${at(shown.syncAt)}`,
    ...(shown.sync === SYNC.error && shown.syncError !== null
      ? [`          ${shown.syncError}`]
      : []),
    ...(shown.stopped ? [asCalled(`          ticketd directory continue ${account}`, io)] : []),
    ...(shown.source === '' ? [] : [`source    ${shown.source}`]),
    `last run ${at(shown.lastRun) || ' never'}`,
    `next run ${at(shown.nextRun) || ' as soon as the engine runs'}`,
    `times     ${timeZone}`,
    '',
    `${synced} Synced, ${failed} Failed, ${readyToSync} Ready to Sync, ${notEligible} Not Eligible`,
    '',
  ]
  io.out(lines.map((line) => `${line}\n`).join(''))
  const cells = users.map((user) => [
    user.name,
    user.email,
    user.phone,
    user.state,
    user.reason ?? '',
    user.services.map((one) => `${one.service}: ${one.state}`).join(', '),
  ])
  printTable(io, ['name', 'address', 'phone', 'state', 'reason', 'services'], cells)
}

function indicators(sync: DirectorySync) {
  return {
    token: TOKEN[sync.tokenState],
    tokenAt: sync.tokenAt,
    sync: SYNC[sync.syncState],
    syncAt: sync.syncAt,
    syncError: sync.syncError,
    source: sync.source,
    lastRun: sync.lastRunAt,
  }
}

function byContact(all: ServiceUser[]): Map<number, ServiceUser[]> {
  const sorted = new Map<number, ServiceUser[]>()
  for (const one of all) {
    const theirs = sorted.get(one.contactId)
    if (theirs) theirs.push(one)
    else sorted.set(one.contactId, [one])
  }
  return sorted
}

function shownUser(row: DirectoryUser, services: ReadonlyMap<number, ServiceUser[]>) {
  const { user, state, reason, contactId } = row
  const { firstName, lastName, email, phone, fax } = user
  const theirs = contactId === null ? [] : (services.get(contactId) ?? [])
  return {
    name: [firstName, lastName].filter(Boolean).join(' '),
    email,
    phone,
    fax,
    state: STATES[state],
    reason: state === 'gone' ? 'gone from the directory' : reason,
    services: theirs.map(shownService),
  }
}
