import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Explanation } from '../engine/explain.ts'
import { Failure } from '../errors.ts'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk } from './open.ts'
import { showText } from './show.ts'

interface Options {
  mailbox?: string
  json?: boolean
}

/** `explain`: what would happen to a mail in a file, or why it happened to one of the ledger. */
export function register(program: Command, io: Io): void {
  program
    .command('explain')
    .argument('<mail>', 'a file, or a number of the ledger')
    .option('--mailbox <name>', 'the mailbox in which the file would arrive; the first by default')
    .option(...JSON_FLAG)
    .action((mail: string, options: Options, command: Command) =>
      explain(mail, options, command, io),
    )
}

async function explain(mail: string, options: Options, command: Command, io: Io): Promise<void> {
  const { explainFile, explainMail } = await import('../engine/explain.ts')
  const explanation = await withDesk(command, io, async (desk) => {
    if (existsSync(mail)) {
      const name = options.mailbox ?? desk.config.mailboxes[0].name
      if (!desk.config.mailboxes.some((mailbox) => mailbox.name === name)) {
        throw new Failure('no-mailbox', `The configuration names no mailbox ${name}.`)
      }
      return await explainFile(desk, await readFile(mail), name)
    }
    if (/^\d{1,15}$/.test(mail)) return await explainMail(desk, Number(mail))
    throw new Failure('no-file', `There is no file ${mail}, and it is no number of the ledger.`)
  })
  if (options.json) printJson(io, explanation)
  else print(io, explanation)
}

function print(io: Io, explanation: Explanation): void {
  const { outcome, reason, ticket, evidence, authentication, rules } = explanation
  const { recipients, mails, history } = explanation
  const lines = [
    `outcome   ${outcome}${ticket === null ? '' : ` (ticket ${ticket})`}`,
    `because   ${reason}`,
    ...evidence.map((it) => `evidence  ${it.kind} ${showText(it.shown)}: ${it.verdict}`),
    ...(authentication
      ? [`sender    ${authentication.verdict}: ${showText(authentication.because)}`]
      : []),
    ...rules.map((it) => `rule      ${it.rule}: ${it.answer ?? 'not its business'}`),
    ...recipients.map((it) => `mail to   ${it.address}: ${it.template}. ${it.reason}`),
    ...history.map((it) => `history   ${it.at} ${it.actor}: ${it.outcome}, ${it.reason}`),
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
