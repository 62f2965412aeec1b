import { existsSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { isDay } from '../../access/day.ts'
import { mailboxNamed } from '../../config/mailbox-named.ts'
import type { Mailbox } from '../../config/schema.ts'
import type { Imported } from '../../engine/act/import.ts'
import { Failure } from '../../errors.ts'
import { JSON_FLAG } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { withProgress } from '../progress.ts'
import { soon } from '../soon.ts'
import { tokensOf } from '../tokens-of.ts'

interface Options {
  mailbox: string
  before: string
  json?: boolean
}

const STOPPED = 'Stopped. The same command goes on from here.'

/** `mail import`: mail of long ago becomes tickets, and nobody is told. */
export function registerImport(mail: Command, io: Io): void {
  mail
    .command('import')
    .argument('<archive>', 'a Maildir, an mbox file, or else a folder on the IMAP server')
    .description(
      'turn old mail into tickets without telling anybody; stopped, the same command goes on',
    )
    .requiredOption('--mailbox <name>', 'the mailbox that it once came to')
    .requiredOption('--before <date>', 'only mail before this day, such as 2026-01-31', day)
    .option(...JSON_FLAG)
    .action((archive: string, options: Options, command: Command) =>
      importArchive(archive, options, command, io),
    )
}

/** A day or an instant of ISO 8601, as UTC text of 24 characters. */
function day(written: string): string {
  const ms = isDay(written.slice(0, 10)) ? Date.parse(written) : Number.NaN
  if (Number.isNaN(ms)) throw new InvalidArgumentError('It must be a date such as 2026-01-31.')
  return new Date(ms).toISOString()
}

async function importArchive(
  where: string,
  options: Options,
  command: Command,
  io: Io,
): Promise<void> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  process.once('SIGINT', abort).once('SIGTERM', abort)
  try {
    const { imported, when } = await takeFrom(
      where,
      { ...options, signal: stop.signal },
      command,
      io,
    )
    print(io, imported, when, options.json === true)
    if (imported.stopped) throw new Failure('stopped', STOPPED)
  } catch (error) {
    // It was looking into the folder.
    throw stop.signal.aborted ? new Failure('stopped', STOPPED, { cause: error }) : error
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort)
  }
}

/** What was taken, and when the rest of it is decided, in words. */
async function takeFrom(
  where: string,
  options: Options & { signal: AbortSignal },
  command: Command,
  io: Io,
): Promise<{ imported: Imported; when: string }> {
  const { importMail, refuseFuture } = await import('../../engine/act/import.ts')
  const { killAt } = await import('../../engine/kill-points.ts')
  const wanted = { ...options, onStep: killAt(io.env.TICKETD_KILL_AT) }
  return await withDesk(command, io, async (desk) => {
    // Before a long look into the archive.
    refuseFuture(options.before, desk.now())
    const mailbox = mailboxNamed(options.mailbox, desk.config.mailboxes)
    const archive = await openArchive(where, mailbox, options.signal, command, io)
    try {
      const imported = await withProgress(command, io, { what: 'mails taken' }, (on) =>
        importMail(desk, archive, wanted, ({ taken, all }) => on(taken, all)),
      )
      return { imported, when: await soon(desk) }
    } finally {
      await archive.close()
    }
  })
}

function print(io: Io, imported: Imported, when: string, json: boolean): void {
  const { all, younger, live, taken, gone, stopped } = imported
  const outcomes = Object.fromEntries(
    imported.outcomes.map(({ outcome, count }) => [outcome ?? 'waiting', count]),
  )
  if (json) {
    printJson(io, { all, younger, live, taken, gone, stopped, outcomes })
    return
  }
  io.out(`${taken} of ${all} mails taken\n`)
  if (younger > 0) io.out(`  ${younger} more are not that old (--before), and stay out\n`)
  if (live > 0)
    io.out(`  ${live} more came since ticketd reads this folder, which takes them itself\n`)
  if (gone > 0) io.out(`  ${gone} were gone before they could be read\n`)
  for (const [outcome, count] of Object.entries(outcomes)) io.out(`  ${count} ${outcome}\n`)
  if (outcomes.waiting) io.out(asCalled(`Those that wait are decided ${when}.\n`, io))
}

async function openArchive(
  where: string,
  mailbox: Mailbox,
  signal: AbortSignal,
  command: Command,
  io: Io,
) {
  if (existsSync(where)) {
    const { openFiles } = await import('../../mailbox/archive.ts')
    return await openFiles(where)
  }
  if (/^(\.{0,2}|~)\//.test(where)) {
    throw new Failure('no-archive', `There is no Maildir and no mbox file ${where}.`, {
      advice: 'A folder on the server is named as the server does, such as Archive/2025.',
    })
  }
  const { openFolder } = await import('../../mailbox/archive-imap.ts')
  const { silent } = await import('../../log.ts')
  return await openFolder(mailbox, where, { signal, log: silent, tokenFor: tokensOf(command, io) })
}
