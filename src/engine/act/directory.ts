import type { Account } from '../../account/account.ts'
import type { DirectoryFault } from '../../account/directory-fault.ts'
import { sayDirectoryFault, shownFault } from '../../account/say-directory-fault.ts'
import { versionFault } from '../../account/version.ts'
import type { Reading } from '../../directory/reading.ts'
import { codeOf, Failure, isTemporary } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import { readStopped } from '../../store/directory-sync.ts'
import { type Desk, instant } from '../desk.ts'
import { applyReading, applyUsers, noteProblem, type Pushed, type Stopped } from '../sync/apply.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { tokenIsRight } from './token.ts'

export interface Push {
  accountId: string
  token: string
  /** Version of the system that pushes, as it says it. */
  version: string | null
  /** Disable users, however many. */
  force: boolean
}

/**
 * Takes the users that the phone system of an account pushes: all of them or, where anything is
 * wrong with the push as a whole, none. Throws Failure `invalid-login`, `directory-version`,
 * `directory-stopped` when too many would be disabled, or what `read` throws.
 */
export async function pushDirectory(
  desk: Desk,
  push: Push,
  read: () => Promise<Reading>,
): Promise<Pushed & { faults: ReturnType<typeof shownFault>[] }> {
  const account = await logIn(desk, push)
  const { transact } = desk.store
  const login = { tokenState: 'ok', tokenAt: instant(desk.now()), source: 'push' } as const
  try {
    const fault = versionFault(push.version, desk.config.directory.minimumVersion)
    if (fault !== null) throw wrongVersion(fault)
    const reading = await read()
    const manner = { force: push.force, source: 'push', actor: 'directory', news: login }
    const pushed = await applyReading(desk, transact, account, reading, manner)
    return { ...pushed, faults: reading.faults.map(shownFault) }
  } catch (error) {
    // A file that is not there says nothing about the phone system: somebody mistyped its name.
    const noted = codeOf(error) === 'directory-stopped' || isTemporary(error)
    if (!noted) await noteProblem(desk, transact, account, error, login)
    throw error
  }
}

function wrongVersion(fault: DirectoryFault): Failure {
  const words = `Nothing was pushed: ${sayDirectoryFault(fault, 'en')}.`
  return new Failure('directory-version', words, { fault })
}

const INVALID_LOGIN = new Failure('invalid-login', 'Invalid Login.', {
  advice:
    'A token that was pasted may hold a space too many: enter Account ID and token once more.',
})

/**
 * Which of the two is wrong is not said; the Decision Maker of a real account learns of it by mail.
 */
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
