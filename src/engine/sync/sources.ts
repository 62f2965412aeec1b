import { shownFault } from '../../account/say-directory-fault.ts'
import type { Config } from '../../config/schema.ts'
import { markOf, readUsersFile } from '../../directory/file.ts'
import { readLdap } from '../../directory/ldap.ts'
import type { Reading } from '../../directory/reading.ts'
import { codeOf, Failure, sentence } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import { type DirectorySync, readSync } from '../../store/directory-sync.ts'
import { type Desk, instant } from '../desk.ts'
import { applyReading, noteProblem } from './apply.ts'
import type { Transact } from './take-up.ts'

type Source = Config['directory']['sources'][number]

/** An exporter may still be writing a file that is younger, in milliseconds. */
const SETTLED = 2_000

/** Whether any directory may say something new: an LDAP server always may. */
export async function hasNews(desk: Desk): Promise<boolean> {
  for (const source of desk.config.directory.sources) {
    if (source.kind === 'ldap') return true
    const account = await findAccount(desk.store.read, source.account)
    if (account?.state !== 'active') continue
    if (await isNew(desk, source.path, await readSync(desk.store.read, account.id))) return true
  }
  return false
}

/** A file that was written anew, and whole; or one that is gone, which is noted once. */
async function isNew(desk: Desk, path: string, was: DirectorySync): Promise<boolean> {
  const file = await markOf(path)
  // Before the first export there is nothing to complain about.
  if (file === null) return was.lastRunAt !== null && was.syncState !== 'error'
  return file.mark !== was.mark && desk.now() - file.writtenAt >= SETTLED
}

/** Reads all directories that the configuration names; a fault of one costs none of the others. */
export async function readSources(desk: Desk, transact: Transact): Promise<void> {
  for (const source of desk.config.directory.sources) {
    try {
      await readSource(desk, transact, source)
    } catch (error) {
      const { account } = source
      desk.log.warn({ account, code: codeOf(error) }, `directory: ${sentence(error)}`)
    }
  }
}

async function readSource(desk: Desk, transact: Transact, source: Source): Promise<void> {
  const account = await findAccount(desk.store.read, source.account)
  if (account?.state !== 'active') {
    throw new Failure('no-account', `There is no active account ${source.account}.`)
  }
  const was = await readSync(desk.store.read, account.id)
  const at = instant(desk.now())
  const name = nameOf(source)
  const news = { source: name, tokenState: 'ok', tokenAt: at } as const
  try {
    const found = await look(desk, source, was)
    if (found === null) return
    const manner = { force: false, source: name, actor: 'directory', news }
    const { mark, reading } = found
    for (const { place, text } of reading.faults.map(shownFault)) {
      desk.log.warn({ account: source.account }, `directory: ${place}: ${text}`)
    }
    await applyReading(desk, transact, account, reading, { ...manner, news: { ...news, mark } })
  } catch (error) {
    if (codeOf(error) === 'directory-stopped') throw error
    await noteProblem(desk, transact, account, error, { ...news, mark: null })
    throw error
  }
}

/** What the source says now; null where it says nothing new, or nothing whole yet. */
async function look(
  desk: Desk,
  source: Source,
  was: DirectorySync,
): Promise<{ reading: Reading; mark: string | null } | null> {
  if (source.kind === 'ldap') return { reading: await readLdap(source), mark: null }
  if (!(await isNew(desk, source.path, was))) return null
  const file = await markOf(source.path)
  return { reading: await readUsersFile(source.path), mark: file?.mark ?? null }
}

function nameOf(source: Source): string {
  return source.kind === 'ldap' ? `LDAP ${new URL(source.url).host}` : `file ${source.path}`
}
