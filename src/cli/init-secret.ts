import type { Secret } from '../config/connection.ts'
import type { Ask } from './io.ts'

/** The password of one server as flags give it: in one of three ways, or not at all. */
export interface PasswordFlags {
  text: string | undefined
  env: string | undefined
  file: string | undefined
}

/** The flags as the configuration file has them. */
export function secretOf(flags: PasswordFlags): Secret | undefined {
  if (flags.env !== undefined) return { env: flags.env }
  if (flags.file !== undefined) return { file: flags.file }
  return flags.text
}

/** Asks for a password or where it is kept; what is typed is not shown. */
export async function askSecret(ask: Ask, what: string, otherwise?: Secret): Promise<Secret> {
  const same = otherwise === undefined ? '' : ' [the same]'
  for (;;) {
    const answer = await ask(`${what} password, or env:NAME, or file:PATH${same}: `, true)
    const [, kind, where] = /^(env|file):(.+)$/.exec(answer.trim()) ?? []
    if (kind === 'env' && where) return { env: where }
    if (kind === 'file' && where) return { file: where }
    if (answer !== '') return answer
    if (otherwise !== undefined) return otherwise
  }
}

/** What is left to do before the secret can be read, as a sentence. */
export function reminderOf(secret: Secret | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (secret === undefined || typeof secret === 'string') return undefined
  if ('file' in secret) return `Put the password into the file ${secret.file}.`
  return env[secret.env] ? undefined : `Set the environment variable ${secret.env}.`
}
