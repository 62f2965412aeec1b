import type { Account } from '../../account/account.ts'
import {
  beginDiff,
  type Diff,
  disablesTooMany,
  type JudgedUser,
  judgeUsers,
  type SyncedUser,
} from '../../account/directory.ts'
import { versionFault } from '../../account/version.ts'
import type { Reading } from '../../directory/reading.ts'
import { codeOf, Failure, isTemporary, sentence } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import {
  type DirectorySync,
  keepStopped,
  noteSync,
  readStopped,
  readSync,
} from '../../store/directory-sync.ts'
import { listPrints, markGone, putUsers } from '../../store/directory-users.ts'
import { readErased } from '../../store/erased.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { tellOfDirectory } from '../directory-problem.ts'
import type { Transact } from '../directory-take-up.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { tokenIsRight } from './token.ts'

const PART = 2000

export interface Push {
  accountId: string
  token: string
  /** Version of the system that pushes, as it says it. */
  version: string | null
  /** Disable users, however many. */
  force: boolean
}

/** What a push has changed. */
export interface Pushed {
  users: number
  added: number
  changed: number
  removed: number
}

type Users = Pick<Reading, 'users' | 'spared'>

/** How users of an account are applied: where they come from, and who said so. */
interface Manner {
  force: boolean
  source: string
  actor: string
  /** What is noted about the sync besides. */
  news: Partial<DirectorySync>
}

/**
 * Takes the users that the phone system of an account pushes: all of them or, where anything is wrong
 * with the push as a whole, none. Throws Failure `invalid-login`, `directory-version`,
 * `directory-stopped` when too many would be disabled, or what `read` throws.
 */
export async function pushDirectory(
  desk: Desk,
  push: Push,
  read: () => Promise<Reading>,
): Promise<Pushed & Pick<Reading, 'faults'>> {
  const account = await logIn(desk, push)
  const { transact } = desk.store
  const login = { tokenState: 'ok', tokenAt: instant(desk.now()), source: 'push' } as const
  try {
    const fault = versionFault(push.version, desk.config.directory.minimumVersion)
    if (fault !== null) throw new Failure('directory-version', `Nothing was pushed: ${fault}.`)
    const reading = await read()
    const manner = { force: push.force, source: 'push', actor: 'directory', news: login }
    const pushed = await applyReading(desk, transact, account, reading, manner)
    return { ...pushed, faults: reading.faults }
  } catch (error) {
    // A file that is not there says nothing about the phone system: somebody mistyped its name.
    const noted = codeOf(error) === 'directory-stopped' || isTemporary(error)
    if (!noted) await noteProblem(desk, transact, account, error, login)
    throw error
  }
}

const INVALID_LOGIN = new Failure('invalid-login', 'Invalid Login.', {
  advice:
    'A token that was pasted may hold a space too many: enter Account ID and token once more.',
})

/** Which of the two is wrong is not said; the Decision Maker of a real account learns of it by mail. */
async function logIn(desk: Desk, { accountId, token }: Push): Promise<Account> {
  const reader = desk.store.read
  const account = await findAccount(reader, accountId.trim())
  if (account && (await tokenIsRight(reader, account.accountId, token))) return account
  if (account?.state === 'active') {
    await noteProblem(desk, desk.store.transact, account, INVALID_LOGIN, {
      source: 'push',
    })
  }
  throw INVALID_LOGIN
}

/** Applies all that a source says, or throws Failure `directory-stopped` and keeps it for a person. */
export async function applyReading(
  desk: Desk,
  transact: Transact,
  account: Account,
  reading: Reading,
  manner: Manner,
): Promise<Pushed> {
  const { users, faults, spared } = reading
  if (users.length === 0 && faults.length > 0) {
    const [{ place, text } = { place: 'line 1', text: 'is empty' }] = faults
    throw new Failure('directory-file', `No user can be read: ${place}: ${text}.`)
  }
  const outcome = await transact((writer) =>
    applyUsers(desk, writer, account, { users, spared }, manner),
  )
  if ('pushed' in outcome) return outcome.pushed
  throw new Failure('directory-stopped', `Nothing was changed: ${outcome.stopped}.`, {
    advice: `If that is right: ticketd directory continue ${account.accountId}`,
  })
}

/** A push that was stopped goes on: somebody who may has looked at it. */
export async function continueDirectory(
  desk: Desk,
  accountId: string,
  as: string | null,
): Promise<Pushed> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insist('manage-services', `continue the sync of ${accountId}`, desk.config, actor, account)
    const stopped = (await readStopped(writer, account.id)) as Stopped | null
    if (stopped === null) {
      throw new Failure('nothing-stopped', `No push of ${account.accountId} waits for anybody.`)
    }
    const { source, users, spared } = stopped
    const manner = { force: true, source, actor: actor.name, news: {} }
    const kept = { users, spared: new Set(spared) }
    const outcome = await applyUsers(desk, writer, account, kept, manner)
    if ('pushed' in outcome) return outcome.pushed
    throw new Error('A push that is forced was stopped.')
  })
}

interface Stopped {
  source: string
  users: SyncedUser[]
  spared: string[]
}

async function applyUsers(
  desk: Desk,
  writer: Writer,
  account: Account,
  { users, spared }: Users,
  { force, source, actor, news }: Manner,
): Promise<{ pushed: Pushed } | { stopped: string }> {
  const at = instant(desk.now())
  const erased = await readErased(writer)
  const own = desk.config.mailboxes.map((mailbox) => mailbox.address)
  const judged = judgeUsers(
    users.filter((user) => !erased(user.email)),
    own,
  )
  const { diff, before } = await compare(writer, account, judged, spared)
  const { removed } = diff
  const stop = disablesTooMany(removed.length, before, desk.config.directory.mostDisabled)
  if (stop && !force) {
    const stopped = `${removed.length} of ${before} users would be disabled`
    const problem = { syncState: 'error', syncError: stopped, syncAt: at, lastRunAt: at } as const
    await changeSync(desk, writer, account, { ...news, ...problem, source })
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
    changeSync(desk, writer, account, { ...news, ...problem, lastRunAt: at }),
  )
}

/** Notes how the sync stands now; the Decision Maker hears of it when that is not how it stood. */
async function changeSync(
  desk: Desk,
  writer: Writer,
  account: Account,
  news: Partial<DirectorySync>,
): Promise<DirectorySync> {
  const was = await readSync(writer, account.id)
  await noteSync(writer, account.id, news)
  await tellOfDirectory(desk, writer, account, was, { ...was, ...news })
  return was
}
