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

/**
 * `directory status`: two indicators with their times, totals, and every user with its services.
 */
export async function printDirectory(
  { config, store }: { config: Config; store: Store },
  accountId: string,
  options: { limit?: number; json?: boolean },
  io: Io,
): Promise<void> {
  const reader = store.read
  const account = await accountOf(reader, accountId)
  const sync = await readSync(reader, account.id)
  const counts = await countStates(reader, account.id)
  const services = byContact(await listServiceUsers(reader, account.id))
  const limit = options.limit ?? (options.json ? Number.MAX_SAFE_INTEGER : 50)
  const users = (await listUsers(reader, account.id, limit)).map((row) => shown(row, services))
  const waits = await hasStopped(reader, account.id)
  const next = await nextTakeUp({ config, store })
  const totals = {
    synced: counts.synced,
    failed: counts.failed,
    readyToSync: counts.ready + counts.gone,
    notEligible: counts['not-eligible'],
  }
  if (options.json) {
    return printJson(io, {
      account: account.accountId,
      ...indicators(sync),
      stopped: waits,
      nextRun: next.users,
      nextServicesRun: next.services,
      totals,
      users,
    })
  }
  const at = (instant: string | null) =>
    instant === null ? '' : ` (${showInstant(instant, config.desk.timeZone)})`
  io.out(`token     ${TOKEN[sync.tokenState]}${at(sync.tokenAt)}\n`)
  io.out(`sync      ${SYNC[sync.syncState]}${at(sync.syncAt)}\n`)
  if (sync.syncError !== null && sync.syncState === 'error') io.out(`          ${sync.syncError}\n`)
  if (waits) {
    io.out(asCalled(`          ticketd directory continue ${account.accountId}\n`, io))
  }
  if (sync.source !== '') io.out(`source    ${sync.source}\n`)
  io.out(`last run ${at(sync.lastRunAt) || ' never'}\n`)
  io.out(`next run ${at(next.users) || ' as soon as the engine runs'}\n`)
  io.out(`times     ${config.desk.timeZone}\n\n`)
  const { synced, failed, readyToSync, notEligible } = totals
  io.out(
    `${synced} Synced, ${failed} Failed, ${readyToSync} Ready to Sync, ${notEligible} Not Eligible\n\n`,
  )
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

function shown(row: DirectoryUser, services: ReadonlyMap<number, ServiceUser[]>) {
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
