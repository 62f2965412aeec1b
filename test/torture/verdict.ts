import type { Store } from '../../src/store/database.ts'
import { ticketd } from '../survival/daemon.ts'
import { balancesOf } from './books.ts'
import { accountIdOf, INITECH, PARTNER } from './customers.ts'
import { IN_DOUBT_PER_KILL } from './rounds.ts'
import type { Movement } from './sales.ts'
import { type Site, USER } from './site.ts'

/** A mail as it lies on the server. */
export interface Lying {
  uid: number
  flags: string
}

/** Every mail that lies on the server has one row, and the row has one outcome. */
export async function faultsOfTaking(
  { read }: Pick<Store, 'read'>,
  lying: readonly Lying[],
): Promise<string[]> {
  const rows = await read.selectFrom('ledger').select(['uid', 'state', 'outcome']).execute()
  const byUid = new Map<number, typeof rows>()
  for (const row of rows) byUid.set(row.uid ?? 0, [...(byUid.get(row.uid ?? 0) ?? []), row])
  const faults = lying.flatMap(({ uid, flags }) => {
    const [row, ...more] = byUid.get(uid) ?? []
    if (!row) return [`UID ${uid} has no row`]
    if (more.length > 0) return [`UID ${uid} has ${1 + more.length} rows`]
    if (row.state !== 'decided' || row.outcome === null) return [`UID ${uid} is not decided`]
    return flags.includes('\\Seen') ? [] : [`UID ${uid} is decided, and the server was not told`]
  })
  const there = new Set(lying.map(({ uid }) => uid))
  const strays = rows.filter(({ uid }) => !there.has(uid ?? 0))
  return [...faults, ...strays.map(({ uid }) => `the row of UID ${uid} has no mail`)]
}

/** By UID alone: a hostile Message-ID would tear the printed lines. */
export async function lyingAt({ dovecot }: Site): Promise<Lying[]> {
  const all = ['-u', USER, 'uid flags', 'mailbox', 'INBOX', 'all']
  const [, ...lines] = (await dovecot.doveadm('-f', 'tab', 'fetch', ...all)).trim().split('\n')
  return lines.map((line) => {
    const [uid, flags = ''] = line.split('\t')
    return { uid: Number(uid), flags }
  })
}

/** The operator's own commands say the same. */
export async function faultsOfCommands(
  { desk, delivered }: Site,
  movements: readonly Movement[],
): Promise<string[]> {
  const faults: string[] = []
  const [counts] = JSON.parse(await ticketd(desk.config, 'mail', 'reconcile', '--json'))
  const { server, ledger, missing, pending } = counts ?? {}
  const right = server === delivered && ledger === delivered && missing === 0 && pending === 0
  if (!right) faults.push(`mail reconcile says ${JSON.stringify(counts)}`)
  const balances = balancesOf(movements)
  for (const company of [INITECH.company, PARTNER]) {
    const id = await accountIdOf(desk.store.read, company)
    const { balance } = JSON.parse(await ticketd(desk.config, 'credit', 'show', id, '--json'))
    const due = balances.get(company)
    if (balance !== due)
      faults.push(`credit show says ${balance} of ${company}, and ${due} is right`)
  }
  return faults
}

export interface Sending {
  faults: string[]
  /** Mails that were written. */
  written: number
  /** Mails that the server took, copies counted. */
  accepted: number
  uncertain: number
  copies: number
}

/** Every mail was taken at least once, and more than once only where its row says so. */
export async function judgeSending(
  { read }: Pick<Store, 'read'>,
  accepted: ReadonlyMap<string, number>,
  kills: number,
): Promise<Sending> {
  const rows = await read
    .selectFrom('outbox')
    .select(['messageId', 'recipient', 'template', 'status', 'doubts'])
    .execute()
  const known = new Set(rows.map(({ messageId }) => messageId))
  const strays = [...accepted.keys()].filter((id) => !known.has(id))
  const doubts = rows.reduce((sum, row) => sum + row.doubts, 0)
  const taken = [...accepted.values()].reduce((sum, times) => sum + times, 0)
  const faults = rows.flatMap((row) => {
    const times = accepted.get(row.messageId) ?? 0
    const most = row.status === 'uncertain' ? row.doubts + 1 : 1
    const told = row.status === 'sent' || row.status === 'uncertain'
    if (told && times >= 1 && times <= most) return []
    const { messageId, template, recipient, status } = row
    return [
      `${template} to ${recipient} (${messageId}) is ${status}, in doubt ${row.doubts} times, and came ${times} times`,
    ]
  })
  return {
    faults: [
      ...strays.map((id) => `${id} left, and no row knows it`),
      ...faults,
      ...(doubts > kills * IN_DOUBT_PER_KILL ? [`${doubts} doubts are too many`] : []),
    ],
    written: rows.length,
    accepted: taken,
    uncertain: rows.filter(({ status }) => status === 'uncertain').length,
    copies: taken - accepted.size,
  }
}

/** What keeps a desk from being done, a line each. */
export async function unfinished({ desk }: Site): Promise<string[]> {
  const { read } = desk.store
  const mails = await read
    .selectFrom('ledger')
    .select(['uid', 'state', 'attempts', 'acknowledged'])
    .where((row) => row.or([row('state', '=', 'received'), row('acknowledged', '=', 0)]))
    .execute()
  const letters = await read
    .selectFrom('outbox')
    .select(['id', 'template', 'status', 'attempts', 'doubts', 'createdAt', 'nextAt', 'error'])
    .where('nextAt', 'is not', null)
    .execute()
  return [...mails, ...letters].map((row) => JSON.stringify(row))
}
