import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import type { Desk } from '../engine/desk.ts'
import type { Pushed } from '../engine/sync/apply.ts'
import { AS, JSON_FLAG, wholeNumber } from './arguments.ts'
import { addTokenFlags, type TokenFlags, tokenOf } from './directory-token.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { withProgress } from './progress.ts'
import { counted } from './show.ts'

interface PushOptions extends TokenFlags {
  account: string
  systemVersion?: string
  force?: boolean
  now?: boolean
  json?: boolean
}

const TAKEN_UP = { what: 'users taken up' }

/** `directory push|read|status|continue`. */
export function register(program: Command, io: Io): void {
  const directory = program.command('directory')
  const pushing = directory
    .command('push')
    .argument('<file>', 'the users: CSV (comma, semicolon or tab) or JSON')
    .description('take the users of a phone system: all that it has, as it has them now')
    .requiredOption('--account <id>', 'Account ID')
  addTokenFlags(pushing)
    .option('--system-version <version>', 'version of the phone system')
    .option('--force', 'also where a large part of the users would be disabled')
    .option('--now', 'make contacts of them at once instead of within minutes')
    .option(...JSON_FLAG)
    .action((file: string, options: PushOptions, command: Command) =>
      push(file, options, command, io),
    )
  directory
    .command('read')
    .description('read the directories that the configuration names, as the daemon does by itself')
    .action(async (_: unknown, command: Command) => {
      collectSoon()
      const { readSources } = await import('../engine/sync/sources.ts')
      const { createLog } = await import('../log.ts')
      const { takeUpUsers } = await import('../engine/sync/take-up.ts')
      const work = async (desk: Desk) => {
        await readSources(desk, desk.store.transact)
        await withProgress(command, io, TAKEN_UP, (on) =>
          takeUpUsers(desk, desk.store.transact, on),
        )
      }
      await withDesk(command, io, work, createLog())
    })
  directory
    .command('status')
    .argument('<account>', 'Account ID')
    .description('print how the sync stands, in total and user by user')
    .option('--limit <number>', 'at most so many users', wholeNumber)
    .option(...JSON_FLAG)
    .action(async (id: string, options: { limit?: number; json?: boolean }, command: Command) => {
      const { printDirectory } = await import('./directory-show.ts')
      await withStore(command, io, (at) => printDirectory(at, id, options, io))
    })
  directory
    .command('continue')
    .argument('<account>', 'Account ID')
    .description('apply the push that was stopped, since it would disable many users')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, options: { as?: string; json?: boolean }, command: Command) => {
      const { continueDirectory } = await import('../engine/act/directory.ts')
      const as = options.as ?? null
      const pushed = await withDesk(command, io, (desk) => continueDirectory(desk, id, as))
      if (options.json) printJson(io, pushed)
      else io.out(said(pushed))
    })
}

async function push(file: string, options: PushOptions, command: Command, io: Io): Promise<void> {
  collectSoon()
  const { pushDirectory } = await import('../engine/act/directory.ts')
  const { readUsersFile } = await import('../directory/file.ts')
  const { takeUpUsers } = await import('../engine/sync/take-up.ts')
  const form = {
    accountId: options.account,
    token: await tokenOf(options, io),
    version: options.systemVersion ?? null,
    force: options.force ?? false,
  }
  const pushed = await withDesk(command, io, async (desk) => {
    const done = await pushDirectory(desk, form, () => readUsersFile(file))
    if (!options.now) return done
    await withProgress(command, io, TAKEN_UP, (on) => takeUpUsers(desk, desk.store.transact, on))
    return done
  })
  if (options.json) return printJson(io, pushed)
  for (const { place, text } of pushed.faults) io.err(`${file}: ${place}: ${text}\n`)
  io.out(said(pushed))
}

/**
 * Lets the garbage go when it is a quarter of what is held: a hundred thousand users are many for a
 * moment only, and memory is dearer than the little time that this takes.
 */
function collectSoon(): void {
  setFlagsFromString('--heap-growing-percent=25')
}

function said({ users, added, changed, removed }: Pushed): string {
  return `${counted(users, 'user')}: ${added} new, ${changed} changed, ${removed} gone.\n`
}
