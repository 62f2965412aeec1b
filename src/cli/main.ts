#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError, Help, type Option } from 'commander'
import { sentence } from '../errors.ts'
import { calledAs } from './called.ts'
import { answer, askedOf } from './completion.ts'
import { BEGIN, examplesOf } from './examples.ts'
import { type Io, processIo } from './io.ts'
import { type Group, NOUNS } from './nouns.ts'
import { report } from './report.ts'
import { usageFault } from './usage.ts'

/**
 * Runs one command and gives its exit code: 0 done, 1 refused with a sentence, 2 wrong usage (75
 * where a pipe should try again). Only the code of the noun that is called is loaded.
 */
async function main(words: string[], io: Io): Promise<number> {
  const program = new Command('ticketd')
    .description('Email-driven ticketing: every mail is accounted for.')
    .option('--config <file>', 'the configuration file', 'config.json')
    .option('--debug', 'print stack traces')
    .option('--quiet', 'do not show how far long work is')
    .version(version(), '--version', 'print the version')
    .configureHelp({ showGlobalOptions: true, optionDescription })
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => write(usageFault(text)),
    })
    .addHelpText('after', BEGIN)
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
  const asked = askedOf(words)
  try {
    // What is half written is no option yet.
    const { noun, config } = calledBy(asked ? [...asked.slice(0, -1), ''] : words)
    await addNouns(program, noun, io)
    if (asked) await answer(program, asked, config, io)
    else await program.parseAsync(words, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return report(error, io, words.includes('--debug'))
  }
}

/** `[options]` does not tell which of them must be given. */
function optionDescription(option: Option): string {
  const said = new Help().optionDescription(option)
  return option.mandatory ? `${said} (required)` : said
}

/** Every noun is there for the help; the one that is called gets its verbs. */
async function addNouns(program: Command, noun: string | undefined, io: Io): Promise<void> {
  for (const [name, { is, load }] of Object.entries(NOUNS)) {
    if (name === noun) {
      const group: Group = await load()
      group.register(program, io)
      program.commands.at(-1)?.description(is).addHelpText('after', examplesOf(name))
    } else program.command(name).description(is)
  }
}

/**
 * The configuration and the noun among the words: the first that is no option
 * and no option's value.
 */
function calledBy(words: string[]): { config: string; noun: string | undefined } {
  const probe = new Command().option('--config <file>')
  for (const flag of ['--debug', '--quiet', '--version']) probe.option(flag)
  const [first, second] = probe.parseOptions(words).operands
  const { config = 'config.json' } = probe.opts<{ config?: string }>()
  return { config, noun: first === 'help' ? second : first }
}

function version(): string {
  const file = new URL(import.meta.resolve('#package'))
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

// Who reads our output may stop reading: `ticketd mail list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`ticketd: The output cannot be written: ${sentence(error)}.\n`)
  process.exit(1)
})
// Configurations, stores, backups and exports hold what is for their owner only.
process.umask(0o077)
const words = process.argv.slice(2)
process.exitCode = await main(words, { ...processIo(process.env), program: calledAs(words) })
