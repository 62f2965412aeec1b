import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf } from '../errors.ts'
import { type Fault, type Path, pathText } from './faults.ts'
import { entries } from './written.ts'

/** Options that hold a secret, wherever they stand. */
const SECRETS: readonly string[] = ['password', 'clientSecret', 'privateKey']

/** True for the name of an option whose value is shown to nobody. */
export function isSecret(key: string): boolean {
  return SECRETS.includes(key)
}

/** Stands in place of every secret that is shown. */
export const HIDDEN = '(secret)'

/** Where somebody took for a secret what `config show` prints in its place. */
export function hiddenSecrets(written: unknown, path: Path = []): Fault[] {
  const last = path.at(-1)
  if (written === HIDDEN && typeof last === 'string' && isSecret(last)) {
    const text = `"${HIDDEN}" stands in place of a secret that is not shown: write the secret itself`
    return [{ path: pathText(path), text }]
  }
  if (Array.isArray(written)) return written.flatMap((it, i) => hiddenSecrets(it, [...path, i]))
  return entries(written).flatMap(([key, value]) => hiddenSecrets(value, [...path, key]))
}

/** Whether a secret stands in the file itself, and not where the file says. */
export function holdsSecret(written: unknown, key = ''): boolean {
  if (isSecret(key)) return typeof written === 'string'
  if (Array.isArray(written)) return written.some((item) => holdsSecret(item))
  return entries(written).some(([name, value]) => holdsSecret(value, name))
}

/** Where secrets are read from: the environment, and the folder that relative files start at. */
export interface Sources {
  env: NodeJS.ProcessEnv
  folder: string
}

/**
 * A copy of the configuration as written, with the text of each secret in place of `{"env": NAME}`
 * and `{"file": PATH}`. What cannot be read is added to the faults and left as it was.
 */
export function readSecrets(
  written: unknown,
  from: Sources,
  faults: Fault[],
  path: Path = [],
): unknown {
  if (Array.isArray(written)) {
    return written.map((item, index) => readSecrets(item, from, faults, [...path, index]))
  }
  if (typeof written !== 'object' || written === null) return written
  const last = path.at(-1)
  if (typeof last === 'string' && isSecret(last)) return readSecret(written, from, faults, path)
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => [
      key,
      readSecrets(value, from, faults, [...path, key]),
    ]),
  )
}

function readSecret(written: object, from: Sources, faults: Fault[], path: Path): unknown {
  const read =
    'env' in written && typeof written.env === 'string'
      ? fromEnvironment(written.env, from.env)
      : 'file' in written && typeof written.file === 'string'
        ? fromFile(resolve(from.folder, written.file))
        : undefined
  // Any other form is a fault that the schema reports.
  if (read === undefined || Object.keys(written).length > 1) return written
  if ('secret' in read) return read.secret
  faults.push({ path: pathText(path), text: read.fault })
  return written
}

type Read = { secret: string } | { fault: string }

function fromEnvironment(variable: string, env: NodeJS.ProcessEnv): Read {
  const secret = env[variable]
  if (secret === undefined) return { fault: `the environment variable ${variable} is not set` }
  if (secret === '') return { fault: `the environment variable ${variable} is empty` }
  return { secret }
}

/** Editors and `echo` end a file with a line end that is no part of the secret. */
function fromFile(file: string): Read {
  try {
    const secret = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    return secret === '' ? { fault: `the file ${file} is empty` } : { secret }
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT'
    return {
      fault: missing ? `there is no file ${file}` : `cannot read ${file} (${codeOf(error)})`,
    }
  }
}
