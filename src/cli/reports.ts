import type { Command } from 'commander'
import { duration, JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withStore } from './open.ts'
import { printTable } from './table.ts'

interface Options {
  since?: number
  json?: boolean
}

const MONTH = 30 * 86_400_000

/** `report cadence`. */
export function register(program: Command, io: Io): void {
  program
    .command('report')
    .command('cadence')
    .description('print how many updates were promised to customers, and how many came in time')
    .option('--since <duration>', 'how far to look back, such as 7d; 30d by default', duration)
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => cadence(options, command, io))
}

async function cadence(options: Options, command: Command, io: Io): Promise<void> {
  const { reportOfCadence } = await import('../engine/due/cadence-report.ts')
  const { keptShare } = await import('../ticket/cadence-report.ts')
  const { showPeriod } = await import('../notification/locale.ts')
  const to = Date.now()
  const [from, until] = [to - (options.since ?? MONTH), to].map((ms) => new Date(ms).toISOString())
  const report = await withStore(command, io, ({ store }) =>
    reportOfCadence(store.read, from ?? '', until ?? ''),
  )
  if (options.json) return printJson(io, { from, to: until, ...report })
  const numbers = (line: typeof report.total) => [
    String(line.promised),
    String(line.kept),
    String(line.missed),
    `${keptShare(line)} %`,
    line.worst === 0 ? '-' : showPeriod(Math.ceil(line.worst / 60_000) * 60_000, 'en'),
  ]
  printTable(
    io,
    ['department', 'priority', 'promised', 'kept', 'missed', 'in time', 'worst delay'],
    [
      ...report.lines.map((line) => [line.department, line.pace, ...numbers(line)]),
      ['all', '', ...numbers(report.total)],
    ],
  )
}
