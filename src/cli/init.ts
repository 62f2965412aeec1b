import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Secret } from '../config/connection.ts'
import { inspectConfig } from '../config/load.ts'
import { Failure } from '../errors.ts'
import { asCalled } from './called.ts'
import { type Gaps, gatherAnswers } from './init/answers.ts'
import { configOf, type Given } from './init/config.ts'
import {
  addFlags,
  answersOf,
  type Flags,
  numberOf,
  passwordFaults,
  passwordOf,
  serverOf,
} from './init/flags.ts'
import type { Answers } from './init/questions.ts'
import { askSecret, reminderOf } from './init/secret.ts'
import { writePrivately } from './init/write.ts'
import { type Ask, type Io, printJson } from './io.ts'

/** `init`: asks, writes the configuration file, says how to test it. */
export function register(program: Command, io: Io): void {
  addFlags(program.command('init')).action((_: unknown, command: Command) =>
    init(command.optsWithGlobals<Flags>(), command, io),
  )
}

async function init(flags: Flags, command: Command, io: Io): Promise<void> {
  const file = resolve(String(flags.config))
  const replace = flags.force === true
  if (!replace && existsSync(file)) {
    throw new Failure('exists', `${file} is already there and stays as it is.`, {
      advice: 'Use --force to replace it, or --config FILE to write another.',
    })
  }
  const answers = await gatherAnswers(answersOf(flags), gapsIn(flags, io), io)
  const passwords = await gatherPasswords(flags, io)
  const given: Given = {
    firstNumber: numberOf(flags.firstNumber) ?? randomInt(100_000, 1_000_000),
    imap: { ...serverOf(flags, 'imap'), password: passwords.imap },
    smtp: { ...serverOf(flags, 'smtp'), password: passwords.smtp },
  }
  refuseFaults(answers, given, file)
  writePrivately(file, configOf(answers, given), replace)
  report(io, file, [passwords.imap, passwords.smtp], flags.json === true)
  if (io.ask && !flags.json) await offerTest(io.ask, command, io)
}

/** What is wrong or missing besides the answers. */
function gapsIn(flags: Flags, io: Io): Gaps {
  return { bad: passwordFaults(flags), missing: passwordIsMissing(flags, io) }
}

function passwordIsMissing(flags: Flags, io: Io): string[] {
  return io.ask || passwordOf(flags, 'imap') !== undefined ? [] : ['--imap-password-env']
}

/** The password of the SMTP server is that of the mailbox unless something else is said. */
async function gatherPasswords(
  flags: Flags,
  { ask }: Io,
): Promise<{ imap: Secret; smtp: Secret | undefined }> {
  const imap = passwordOf(flags, 'imap') ?? (ask ? await askSecret(ask, 'IMAP') : '')
  if (flags.smtpLogin === false) return { imap, smtp: undefined }
  const smtp = passwordOf(flags, 'smtp') ?? (ask ? await askSecret(ask, 'SMTP', imap) : imap)
  return { imap, smtp }
}

/** Checked as the daemon will, but for the secrets, which may be put in their place later. */
function refuseFaults(answers: Answers, given: Given, file: string): void {
  const { imap, smtp } = given
  const later = 'put in its place later'
  const readable: Given = {
    ...given,
    imap: { ...imap, password: later },
    smtp: { ...smtp, password: smtp.password === undefined ? undefined : later },
  }
  const written: unknown = JSON.parse(JSON.stringify(configOf(answers, readable)))
  const checked = inspectConfig(written, file, {})
  if ('config' in checked) return
  const lines = checked.faults.map((fault) => `  ${fault.path}: ${fault.text}`)
  throw new Failure('usage', ['These answers do not fit together:', ...lines].join('\n'))
}

/** What was just answered is best tried at once: it logs in everywhere and sends a mail to itself. */
async function offerTest(ask: Ask, command: Command, io: Io): Promise<void> {
  const answer = await ask('Test it now? [yes]: ')
  if (!/^(y|yes|)$/i.test(answer.trim())) return
  const { doctor } = await import('./doctor.ts')
  await doctor({ mail: true }, command, io)
}

function report(io: Io, file: string, secrets: (Secret | undefined)[], json: boolean): void {
  const before = secrets
    .map((secret) => reminderOf(secret, io.env))
    .filter((it) => it !== undefined)
  const next = [
    ...new Set(before),
    asCalled('Run `ticketd doctor` to test it, then `ticketd run`.', io),
  ]
  if (json) printJson(io, { file, next })
  else io.out(`${[`Wrote ${file}, readable by you alone.`, ...next].join('\n')}\n`)
}
