import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { mailboxNamed } from '../config/mailbox-named.ts'
import type { Explanation } from '../engine/explain.ts'
import { Failure } from '../errors.ts'
import { duration, JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk } from './open.ts'
import { withProgress } from './progress.ts'
import { showInstants, showText } from './show.ts'
import { historyLines, whyLines } from './why.ts'

/** 30 days, in milliseconds. */
const MONTH = 30 * 86_400_000

interface Options {
  changed?: boolean
  /** Milliseconds. */
  since?: number
  mailbox?: string
  json?: boolean
}

/** `explain`: what would happen to a mail in a file, or why it happened to one of the ledger. */
export function register(program: Command, io: Io): void {
  program
    .command('explain')
    .description('print what would happen to a mail, or why it happened; writes nothing')
    .argument('[mail]', 'a file, or a number of the ledger')
    .option('--changed', 'instead: past mails that would now be decided otherwise')
    .option('--since <period>', 'with --changed: how far to look back; 30d by default', duration)
    .option('--mailbox <name>', 'the mailbox in which the file would arrive; the first by default')
    .option(...JSON_FLAG)
    .action((mail: string | undefined, options: Options, command: Command) => {
      const wrong = whatIsWrong(mail, options)
      if (wrong !== undefined) return command.error(`error: ${wrong}`)
      if (mail === undefined) return changed(options, command, io)
      return explain(mail, options, command, io)
    })
}

/** Flags that would be left unheard. */
function whatIsWrong(mail: string | undefined, options: Options): string | undefined {
  const { changed: isChanged, since, mailbox } = options
  if (mail === undefined && !isChanged) return 'name a file or a number of the ledger, or --changed'
  if (mail !== undefined && isChanged) return '--changed looks at all past mails: name none'
  if (since !== undefined && !isChanged) return '--since is for --changed'
  if (mailbox !== undefined && (isChanged || !existsSync(mail ?? '')))
    return '--mailbox is for a file'
  return undefined
}

async function explain(mail: string, options: Options, command: Command, io: Io): Promise<void> {
  const { explainFile, explainMail } = await import('../engine/explain.ts')
  const { explanation, timeZone } = await withDesk(command, io, async (desk) => {
    const { timeZone } = desk.config.desk
    if (existsSync(mail)) {
      const { mailboxes } = desk.config
      const wanted = options.mailbox
      const { name } = wanted === undefined ? mailboxes[0] : mailboxNamed(wanted, mailboxes)
      return { explanation: await explainFile(desk, await readFile(mail), name), timeZone }
    }
    if (/^\d{1,15}$/.test(mail)) {
      return { explanation: await explainMail(desk, Number(mail)), timeZone }
    }
    throw new Failure('no-file', `There is no file ${mail}, and it is no number of the ledger.`)
  })
  if (options.json) printJson(io, explanation)
  else print(io, explanation, timeZone)
}

/** After a rule, the configuration or the directory changed: what past mails would now come to. */
async function changed(options: Options, command: Command, io: Io): Promise<void> {
  const { changedSince } = await import('../engine/changed.ts')
  const { printTable } = await import('./table.ts')
  const found = await withDesk(command, io, (desk) => {
    const since = new Date(desk.now() - (options.since ?? MONTH)).toISOString()
    return withProgress(command, io, { what: 'mails played again' }, (on) =>
      changedSince(desk, since, on),
    )
  })
  if (options.json) return printJson(io, found)
  if (found.length === 0) return io.out('Every mail of this time would be decided as it was.\n')
  const shown = ({ outcome, ticket }: { outcome: string; ticket: number | null }) =>
    ticket === null ? outcome : `${outcome} (${ticket})`
  const rows = found.map((it) => {
    const subject = it.subject ?? '-'
    return [String(it.id), it.from ?? '-', subject, shown(it.was), shown(it.now), it.now.reason]
  })
  printTable(io, ['mail', 'from', 'subject', 'was', 'would be', 'because'], rows)
}

function print(io: Io, explanation: Explanation, timeZone: string): void {
  const { outcome, reason, ticket, evidence, authentication, rules } = explanation
  const { recipients, mails, history } = explanation
  const lines = [
    `outcome   ${outcome}${ticket === null ? '' : ` (ticket ${ticket})`}`,
    `because   ${reason}`,
    ...whyLines(authentication, evidence),
    ...rules.map((it) => `rule      ${it.rule}: ${it.answer ?? 'not its business'}`),
    ...recipients.map((it) => {
      return `mail to   ${it.address}: ${it.template}. ${showInstants(it.reason, timeZone)}`
    }),
    ...historyLines(history, timeZone),
    ...(history.length > 0 ? [`times     ${timeZone}`] : []),
    ...mails.flatMap((it) => [
      '',
      `To: ${it.to}`,
      `Subject: ${showText(it.subject)}`,
      '',
      ...showText(it.text)
        .split('\n')
        .map((line) => `  ${line}`.trimEnd()),
    ]),
  ]
  io.out(`${lines.join('\n')}\n`)
}
