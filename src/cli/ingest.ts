import type { Command } from 'commander'
import { codeOf, Failure, sentence } from '../errors.ts'
import { JSON_FLAG } from './arguments.ts'
import { readInput } from './input.ts'
import { type Io, printJson } from './io.ts'
import { withDesk } from './open.ts'

/** `ingest`: a mail from a pipe, such as an alias of the mail server. */
export function register(program: Command, io: Io): void {
  program
    .command('ingest')
    .argument('<file>', 'the mail; - reads it from stdin')
    .option('--mailbox <name>', 'the mailbox that it came to; the first by default')
    .option(...JSON_FLAG)
    .action((file: string, options: Options, command: Command) =>
      ingest(file, options, command, io),
    )
}

interface Options {
  mailbox?: string
  json?: boolean
}

async function ingest(file: string, options: Options, command: Command, io: Io): Promise<void> {
  const bytes = await readInput(file)
  const id = await take(bytes, options.mailbox ?? null, command, io)
  if (options.json) printJson(io, { id })
  else io.out(`Taken as mail ${id}.\n`)
}

/** Whatever is wrong here, the mail is not: who holds it must keep it and try again. */
async function take(
  bytes: Buffer,
  mailbox: string | null,
  command: Command,
  io: Io,
): Promise<number> {
  try {
    const { ingestMail } = await import('../engine/ingest.ts')
    return await withDesk(command, io, (desk) => ingestMail(desk, bytes, mailbox))
  } catch (error) {
    if (codeOf(error) === 'empty-mail') throw error
    const more = error instanceof Failure && error.advice ? { advice: error.advice } : {}
    const said = error instanceof Failure ? error.message : sentence(error)
    throw new Failure('try-again', said, { lasting: 'temporary', cause: error, ...more })
  }
}
