import type { Account } from '../../account/account.ts'
import {
  beginDiff,
  type Diff,
  disablesTooMany,
  type JudgedUser,
  judgeUsers,
  type SyncedUser,
} from '../../account/directory.ts'
import type { DirectoryFault } from '../../account/directory-fault.ts'
import { sayDirectoryFault } from '../../account/say-directory-fault.ts'
import { fileFailure, type Reading } from '../../directory/reading.ts'
import { codeOf, Failure, sentence } from '../../errors.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { type DirectorySync, keepStopped, noteSync, readSync } from '../../store/directory-sync.ts'
import { listPrints, markGone, putUsers } from '../../store/directory-users.ts'
import { readErased } from '../../store/erased.ts'
import { addEvent } from '../../store/events.ts'
import { agentsBarredFrom } from '../agents.ts'
import { type Desk, instant } from '../desk.ts'
import { tellOfDirectory } from './problem.ts'
import type { Transact } from './take-up.ts'

/** Users that are read from the store at once, to be compared. */
const PART = 2000

/** What a push has changed. */
export interface Pushed {
  users: number
  added: number
  changed: number
  removed: number
}

type Users = Pick<Reading, 'users' | 'spared'>

/** How users of an account are applied: where they come from, and who said so. */
export interface Manner {
  force: boolean
  source: string
  actor: string
  /** What is noted about the sync besides. */
  news: Partial<DirectorySync>
}

/** A push that waits for a person, as it is kept. */
export interface Stopped {
  source: string
  users: SyncedUser[]
  spared: string[]
}

/**
 * Applies all that a source says, or throws Failure `directory-stopped` and keeps it for a person.
 */
export async function applyReading(
  desk: Desk,
  transact: Transact,
  account: Account,
  reading: Reading,
  manner: Manner,
): Promise<Pushed> {
  const { users, faults, spared } = reading
  const [first] = faults
  if (users.length === 0 && first) throw fileFailure({ is: 'no-user', ...first })
  const outcome = await transact((writer) =>
    applyUsers(desk, writer, account, { users, spared }, manner),
  )
  if ('pushed' in outcome) return outcome.pushed
  const words = `Nothing was changed: ${sayDirectoryFault(outcome.stopped, 'en')}.`
  throw new Failure('directory-stopped', words, {
    advice: `If that is right: ticketd directory continue ${account.accountId}`,
  })
}

/**
 * Writes what the users of an account change, and how its sync stands now. Too many that would be
 * disabled stop it: what was pushed is kept for a person, and the sentence says why.
 */
export async function applyUsers(
  desk: Desk,
  writer: Writer,
  account: Account,
  { users: all, spared }: Users,
  { force, source, actor, news }: Manner,
): Promise<{ pushed: Pushed } | { stopped: DirectoryFault }> {
  const at = instant(desk.now())
  const erased = await readErased(writer)
  const own = desk.config.mailboxes.map((mailbox) => mailbox.address)
  const users = all.filter((user) => !erased(user.email))
  const agents = agentsBarredFrom(account.kind, desk.config)
  const judged = judgeUsers(users, { own, agents })
  const { diff, before } = await compare(writer, account, judged, spared)
  const { removed } = diff
  const stop = disablesTooMany(removed.length, before, desk.config.directory.mostDisabled)
  if (stop && !force) {
    const stopped: DirectoryFault = { is: 'too-many-gone', gone: removed.length, of: before }
    const syncError = sayDirectoryFault(stopped, 'en')
    const problem = { syncState: 'error', syncError, syncAt: at, lastRunAt: at } as const
    await changeSync(desk, writer, account, { ...news, ...problem, source }, stopped)
    await keepStopped(writer, account.id, { source, users, spared: [...spared] })
    return { stopped }
  }
  const sync = { syncState: 'ok', syncError: null, syncAt: at, lastRunAt: at } as const
  const was = await changeSync(desk, writer, account, { ...news, ...sync, source })
  // Only a push that was stopped leaves one behind.
  if (was.syncState === 'error') await keepStopped(writer, account.id, null)
  await writeDiff(writer, account, diff, actor, at)
  const [added, changed] = [diff.added.length, diff.changed.length]
  return { pushed: { users: users.length, added, changed, removed: removed.length } }
}

/** Compares with what the store has, in parts: it may be a hundred thousand users. */
async function compare(
  reader: Reader,
  { id }: Account,
  judged: readonly JudgedUser[],
  spared: ReadonlySet<string>,
): Promise<{ diff: Diff; before: number }> {
  const begun = beginDiff(judged, spared)
  let before = 0
  let after = ''
  for (;;) {
    const prints = await listPrints(reader, id, { after, limit: PART })
    const [last] = prints.at(-1) ?? []
    if (last === undefined) return { diff: begun.end(), before }
    begun.compare(prints)
    before += prints.length
    after = last
  }
}

async function writeDiff(
  writer: Writer,
  { id: accountId }: Account,
  { added, changed, removed }: Diff,
  actor: string,
  at: string,
): Promise<void> {
  if (added.length + changed.length + removed.length === 0) return
  await putUsers(writer, accountId, added, at)
  await putUsers(writer, accountId, changed, at)
  await markGone(writer, accountId, removed, at)
  const data = { added: added.length, changed: changed.length, removed: removed.length }
  await addEvent(writer, { at, accountId, actor, kind: 'directory-pushed', data })
}

/** Notes that a source could not be read, or that its login is not right. */
export async function noteProblem(
  desk: Desk,
  transact: Transact,
  account: Account,
  error: unknown,
  news: Partial<DirectorySync>,
): Promise<void> {
  const at = instant(desk.now())
  const problem: Partial<DirectorySync> =
    codeOf(error) === 'invalid-login'
      ? { tokenState: 'invalid-login', tokenAt: at }
      : { syncState: 'error', syncError: sentence(error), syncAt: at }
  await transact((writer) =>
    changeSync(desk, writer, account, { ...news, ...problem, lastRunAt: at }, faultIn(error)),
  )
}

function faultIn(error: unknown): DirectoryFault {
  const known = error instanceof Failure ? (error.fault as DirectoryFault | undefined) : undefined
  return known ?? { is: 'told', words: sentence(error) }
}

/** Notes how the sync stands now; the Decision Maker hears of it when that is not how it stood. */
async function changeSync(
  desk: Desk,
  writer: Writer,
  account: Account,
  news: Partial<DirectorySync>,
  fault: DirectoryFault | null = null,
): Promise<DirectorySync> {
  const was = await readSync(writer, account.id)
  await noteSync(writer, account.id, news)
  await tellOfDirectory(desk, writer, account, { was, is: { ...was, ...news }, fault })
  return was
}
