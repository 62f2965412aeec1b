import type { Command } from 'commander'
import type { Secret } from '../../config/connection.ts'
import { type Answers, QUESTIONS } from './questions.ts'
import { type PasswordFlags, secretFaults, secretOf } from './secret.ts'

/** What the command line of `init` says, as commander hands it over. */
export type Flags = Record<string, unknown>

type Server = 'imap' | 'smtp'

/** A flag for every answer, and for what is asked of nobody. */
export function addFlags(init: Command): Command {
  for (const { flag, question } of QUESTIONS) init.option(`${flag} <value>`, question)
  for (const server of ['imap', 'smtp'] satisfies Server[]) {
    const name = server.toUpperCase()
    init
      .option(`--${server}-port <number>`, `${name} port`)
      .option(`--${server}-security <kind>`, `${name} encryption: tls, starttls or none`)
      .option(`--${server}-password <text>`, `${name} password; others on this machine may see it`)
      .option(`--${server}-password-env <name>`, `environment variable with the ${name} password`)
      .option(`--${server}-password-file <path>`, `file with the ${name} password`)
  }
  return init
    .option('--no-smtp-login', 'the SMTP server asks for no login')
    .option('--first-number <number>', 'number of the first ticket; random by default')
    .option('--force', 'replace a configuration file that is there')
    .option('--json', 'print what was done as JSON')
}

export function answersOf(flags: Flags): Answers {
  return Object.fromEntries(QUESTIONS.map(({ key }) => [key, textOf(flags[key])]))
}

export function passwordOf(flags: Flags, server: Server): Secret | undefined {
  return secretOf(passwordFlags(flags, server))
}

/** What is wrong with the flags of both passwords. */
export function passwordFaults(flags: Flags): string[] {
  return (['imap', 'smtp'] as const).flatMap((server) =>
    secretFaults(`--${server}-password`, passwordFlags(flags, server)),
  )
}

function passwordFlags(flags: Flags, server: Server): PasswordFlags {
  return {
    text: textOf(flags[`${server}Password`]),
    env: textOf(flags[`${server}PasswordEnv`]),
    file: textOf(flags[`${server}PasswordFile`]),
  }
}

export function serverOf(flags: Flags, server: Server) {
  return {
    port: numberOf(flags[`${server}Port`]),
    security: textOf(flags[`${server}Security`]),
  }
}

/** What is no number becomes NaN, which the check of the whole configuration refuses. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'string' ? Number(value) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
