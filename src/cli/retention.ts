import type { Command } from 'commander'
import type { Config } from '../config/schema.ts'
import { formatDuration } from '../config/values.ts'
import type { Outdated } from '../engine/due/retention.ts'
import { AS, JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk } from './open.ts'
import { withProgress } from './progress.ts'

interface Options {
  dryRun?: boolean
  as?: string
  json?: boolean
}

/** `retention show|run`. */
export function register(program: Command, io: Io): void {
  const retention = program.command('retention')
  retention
    .command('show')
    .description('print what is not kept for good, and what would go at this moment')
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => run({ ...options, dryRun: true }, command, io))
  retention
    .command('run')
    .description('let go now what the daemon would let go tonight')
    .option('--dry-run', 'only say what would go')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => run(options, command, io))
}

async function run(options: Options, command: Command, io: Io): Promise<void> {
  const { countOutdated } = await import('../engine/due/retention.ts')
  const { runRetention } = await import('../engine/act/retention.ts')
  const isDry = options.dryRun === true
  await withDesk(command, io, async (desk) => {
    const outdated = isDry
      ? await countOutdated(desk)
      : await withProgress(command, io, { what: 'mails and tickets gone' }, (on) =>
          runRetention(desk, options.as ?? null, on),
        )
    if (options.json) return printJson(io, { dryRun: isDry, ...outdated })
    for (const line of linesOf(desk.config.retention, outdated, isDry)) io.out(`${line}\n`)
  })
}

function linesOf(
  { rawMail, closedTickets }: Config['retention'],
  { mails, tickets }: Outdated,
  isDry: boolean,
): string[] {
  const go = isDry ? 'would go now' : 'went'
  return [
    closedTickets === undefined
      ? 'Closed tickets are kept for good (retention.closedTickets).'
      : `Closed tickets are kept for ${formatDuration(closedTickets)}: ${tickets} ${go}.`,
    rawMail === undefined
      ? 'The bytes of mails are kept for good (retention.rawMail).'
      : `The bytes of mails are kept for ${formatDuration(rawMail)}: those of ${mails} ${go}.`,
  ]
}
