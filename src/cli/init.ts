import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { inspectConfig } from '../config/load.ts'
import { Failure } from '../errors.ts'
import { asCalled } from './called.ts'
import { gatherAnswers } from './init/answers.ts'
import { configOf, type Given, type Proof, type Proofs } from './init/config.ts'
import { addFlags, answersOf, type Flags, faultsOfSecrets, numberOf } from './init/flags.ts'
import { signInCommand } from './init/login.ts'
import { gatherProofs, missingSecrets } from './init/proofs.ts'
import type { Answers } from './init/question.ts'
import { QUESTIONS } from './init/questions.ts'
import { reminderOf } from './init/secret.ts'
import { askUntilTheyWork, type Tried } from './init/trial.ts'
import { writePrivately } from './init/write.ts'
import { isYes } from './init/yes.ts'
import { type Ask, type Io, printJson } from './io.ts'

/** `init`: asks, writes the configuration file, says how to test it. */
export function register(program: Command, io: Io): void {
  addFlags(program.command('init')).action((_: unknown, command: Command) =>
    init(command.optsWithGlobals<Flags>(), command, io),
  )
}

const ADVICE = 'Give them, or run `ticketd init` in a terminal to be asked.'

async function init(flags: Flags, command: Command, io: Io): Promise<void> {
  const file = resolve(String(flags.config))
  const replace = flags.force === true
  if (!replace && existsSync(file)) {
    throw new Failure('exists', `${file} is already there and stays as it is.`, {
      advice: 'Use --force to replace it, or --config FILE to write another.',
    })
  }
  const given = answersOf(flags, QUESTIONS)
  const bad = faultsOfSecrets(flags, ['imap', 'smtp', 'client'])
  const missing = io.ask ? [] : missingSecrets(flags, given)
  const first = await gatherAnswers(QUESTIONS, given, { bad, missing, advice: ADVICE }, io)
  const beside: Given = {
    firstNumber: numberOf(flags.firstNumber) ?? randomInt(100_000, 1_000_000),
    imapPort: numberOf(flags.imapPort),
    smtpPort: numberOf(flags.smtpPort),
  }
  const { answers, proofs, secrets, trial } = await askUntilTheyWork(
    first,
    (answers) => gatherProofs(flags, answers, io.ask),
    (answers, proofs) => configOf(answers, beside, proofs),
    io,
  )
  refuseFaults(answers, beside, proofs, file)
  writePrivately(file, configOf(answers, beside, proofs), replace)
  const signIn = signInCommand('support', answers)
  report(io, file, { secrets, signIn, trial, json: flags.json === true })
  if (io.ask && !flags.json) await offerTest(io.ask, answers, command, io)
}

/** Checked as the daemon will, but for the secrets, which may be put in their place later. */
function refuseFaults(answers: Answers, beside: Given, proofs: Proofs, file: string): void {
  const readable = { imap: later(proofs.imap), smtp: proofs.smtp && later(proofs.smtp) }
  const written: unknown = JSON.parse(JSON.stringify(configOf(answers, beside, readable)))
  const checked = inspectConfig(written, file, {})
  if ('config' in checked) return
  const lines = checked.faults.map((fault) => `  ${fault.path}: ${fault.text}`)
  throw new Failure('usage', ['These answers do not fit together:', ...lines].join('\n'))
}

/** The same with a secret that can be read. */
function later(proof: Proof): Proof {
  const secret = 'put in its place later'
  if ('password' in proof) return { password: secret }
  const { oauth2 } = proof
  return { oauth2: 'clientSecret' in oauth2 ? { ...oauth2, clientSecret: secret } : oauth2 }
}

/**
 * What was just answered is best tried at once: it logs in everywhere and sends a mail to itself.
 */
async function offerTest(ask: Ask, answers: Answers, command: Command, io: Io): Promise<void> {
  if (signInCommand('support', answers) !== undefined) {
    if (!(await isYes(ask, 'Sign in now?', io))) return
    const { authorize } = await import('./mailbox/authorize.ts')
    const flow = answers.oauth2Flow === 'device' ? { device: true } : { browser: true }
    await authorize('support', flow, command, io)
  }
  if (!(await isYes(ask, 'Test it now?', io))) return
  const { doctor } = await import('./doctor.ts')
  await doctor({ mail: true }, command, io)
}

/** What the file rests on. */
const STANDING: Record<Tried['trial'], readonly string[]> = {
  works: [],
  fails: ['The servers did not take these answers: correct them in the file.'],
  untried: ['No login was tried.'],
}

interface Outcome extends Pick<Tried, 'secrets' | 'trial'> {
  signIn: string | undefined
  json: boolean
}

function report(io: Io, file: string, { secrets, signIn, trial, json }: Outcome): void {
  const before = secrets
    .map((secret) => reminderOf(secret, io.env))
    .filter((it) => it !== undefined)
  const steps = signIn === undefined ? 'Run ' : `Run \`${signIn}\` to sign in, then `
  const last = asCalled(`${steps}\`ticketd doctor\` to test it, then \`ticketd run\`.`, io)
  // Before somebody signs in there is nothing to try.
  const standing = signIn === undefined ? STANDING[trial] : []
  const next = [...standing, ...new Set(before), last]
  if (json) printJson(io, { file, next })
  else io.out(`${[`Wrote ${file}, readable by you alone.`, ...next].join('\n')}\n`)
}
