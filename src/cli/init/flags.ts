import type { Command } from 'commander'
import type { Secret } from '../../config/connection.ts'
import type { Answers, Question } from './question.ts'
import { QUESTIONS } from './questions.ts'
import { type PasswordFlags, secretFaults, secretOf } from './secret.ts'

/** What the command line of `init` says, as commander hands it over. */
export type Flags = Record<string, unknown>

type Server = 'imap' | 'smtp'

/** The secrets that flags can give: the beginning of the flag, and what it is. */
const SECRETS = {
  imap: ['--imap-password', 'IMAP password'],
  smtp: ['--smtp-password', 'SMTP password'],
  client: ['--oauth2-client-secret', 'client secret of OAuth 2.0'],
} as const
type SecretName = keyof typeof SECRETS

/** A flag for every answer, and for what is asked of nobody. */
export function addFlags(init: Command): Command {
  addAnswers(init, QUESTIONS)
  for (const server of ['imap', 'smtp'] satisfies Server[]) {
    init.option(`--${server}-port <number>`, `${server.toUpperCase()} port`)
  }
  for (const secret of ['imap', 'smtp', 'client'] satisfies SecretName[]) addSecret(init, secret)
  return init
    .option('--no-smtp-login', 'the SMTP server asks for no login')
    .option('--first-number <number>', 'number of the first ticket; random by default')
    .option('--force', 'replace a configuration file that is there')
    .option('--json', 'print what was done as JSON')
}

/** A flag for every answer. */
export function addAnswers(command: Command, questions: readonly Question[]): Command {
  for (const { flag, question } of questions) command.option(`${flag} <value>`, question)
  return command
}

/** A flag for each way to give a secret. */
export function addSecret(command: Command, secret: SecretName): Command {
  const [flag, what] = SECRETS[secret]
  return command
    .option(`${flag} <text>`, `${what}; others on this machine may see it`)
    .option(`${flag}-env <name>`, `environment variable with the ${what}`)
    .option(`${flag}-file <path>`, `file with the ${what}`)
}

export function answersOf(flags: Flags, questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(({ key }) => [key, textOf(flags[key])]))
}

export function secretGiven(flags: Flags, secret: SecretName): Secret | undefined {
  return secretOf(secretFlags(flags, secret))
}

/** What is wrong with the flags of these secrets. */
export function faultsOfSecrets(flags: Flags, secrets: readonly SecretName[]): string[] {
  return secrets.flatMap((one) => secretFaults(SECRETS[one][0], secretFlags(flags, one)))
}

function secretFlags(flags: Flags, secret: SecretName): PasswordFlags {
  const key = SECRETS[secret][0].slice(2).replace(/-(\w)/g, (_, it: string) => it.toUpperCase())
  return {
    text: textOf(flags[key]),
    env: textOf(flags[`${key}Env`]),
    file: textOf(flags[`${key}File`]),
  }
}

/** What is no number becomes NaN, which the check of the whole configuration refuses. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'string' ? Number(value) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
