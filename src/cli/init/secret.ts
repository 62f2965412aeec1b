import type { Secret } from '../../config/connection.ts'
import { HIDDEN } from '../../config/secrets.ts'
import type { Ask } from '../io.ts'

/** A secret as flags give it: in one of three ways, or not at all. */
export interface PasswordFlags {
  text: string | undefined
  env: string | undefined
  file: string | undefined
}

/** The flags as the configuration file has them; `secretFaults` has nothing to say against them. */
export function secretOf(flags: PasswordFlags): Secret | undefined {
  if (flags.env !== undefined) return { env: flags.env }
  if (flags.file !== undefined) return { file: flags.file }
  return flags.text
}

/** What is wrong with the flags of a secret; `flag` is the shortest of them, `--imap-password`. */
export function secretFaults(flag: string, { text, env, file }: PasswordFlags): string[] {
  const given: [string, string | undefined][] = [
    [flag, text],
    [`${flag}-env`, env],
    [`${flag}-file`, file],
  ]
  const named = given.filter(([, value]) => value !== undefined).map(([name]) => name)
  const empty = given.filter(([, value]) => value?.trim() === '').map(([name]) => name)
  return [
    ...(named.length > 1 ? [`${named.join(' and ')} cannot be given together`] : []),
    ...empty.map((name) => `${name} must not be empty`),
    ...(text === HIDDEN ? [`${flag} is what stands in place of a secret`] : []),
  ]
}

/**
 * Asks for a secret or where it is kept; what is typed is not shown. Where nothing is typed,
 * `otherwise` is taken, and asked again without one.
 */
export async function askSecret<T extends Secret | undefined = Secret>(
  ask: Ask,
  what: string,
  otherwise?: { is: T; called: string },
): Promise<Secret | T> {
  const proposal = otherwise === undefined ? '' : ` [${otherwise.called}]`
  for (;;) {
    const answer = await ask(`${what}, or env:NAME, or file:PATH${proposal}: `, true)
    const [, kind, where] = /^(env|file):(.+)$/.exec(answer.trim()) ?? []
    if (/^(env|file):\s*$/.test(answer)) continue
    if (kind === 'env' && where) return { env: where }
    if (kind === 'file' && where) return { file: where }
    if (answer !== '') return answer
    if (otherwise !== undefined) return otherwise.is
  }
}

/** What is left to do before the secret can be read, as a sentence. */
export function reminderOf(secret: Secret | undefined, env: NodeJS.ProcessEnv): string | undefined {
  if (secret === undefined || typeof secret === 'string') return undefined
  if ('file' in secret) return `Put the secret into the file ${secret.file}.`
  return env[secret.env] ? undefined : `Set the environment variable ${secret.env}.`
}
