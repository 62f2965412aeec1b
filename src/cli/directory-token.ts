import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { codeOf, Failure } from '../errors.ts'
import type { Io } from './io.ts'

/** The token of an account, as flags give it. */
export interface TokenFlags {
  token?: string
  tokenEnv?: string
  tokenFile?: string
}

const WAYS = 'Name --token-file FILE (- is stdin), --token-env NAME or --token TOKEN (- is stdin).'

/** Adds the three ways to give a token; in the list of processes everybody can read the first. */
export function addTokenFlags(command: Command): Command {
  return command
    .option(
      '--token <token>',
      'token of the account, for all to see who list processes; - is stdin',
    )
    .option('--token-env <name>', 'environment variable that holds it')
    .option('--token-file <file>', 'file that holds it; - reads it from stdin')
}

/**
 * The token that the flags name, or that somebody types unseen at a terminal. Throws Failure
 * `usage` for none or several of them, `token` where it cannot be read.
 */
export async function tokenOf({ token, tokenEnv, tokenFile }: TokenFlags, io: Io): Promise<string> {
  const given = [token, tokenEnv, tokenFile].filter((flag) => flag !== undefined)
  if (given.length > 1) throw new Failure('usage', 'The token is given twice.', { advice: WAYS })
  if (tokenEnv !== undefined) return fromEnvironment(tokenEnv, io)
  if (token === '-' || tokenFile === '-') return await text(process.stdin)
  if (tokenFile !== undefined) return await fromFile(tokenFile)
  if (token !== undefined) return token
  if (io.ask) return await io.ask('Token: ', true)
  throw new Failure('usage', 'The token is missing.', { advice: WAYS })
}

function fromEnvironment(name: string, { env }: Io): string {
  const value = env[name]
  if (value) return value
  throw new Failure('token', `The environment variable ${name} holds no token.`)
}

async function fromFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const why = codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${codeOf(cause)})`
    throw new Failure('token', `The file ${file} ${why}.`, { cause })
  }
}
