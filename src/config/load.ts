import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf, Failure } from '../errors.ts'
import { crossFaults } from './checks.ts'
import { type Fault, shapeFaults, wording } from './faults.ts'
import { findJsonFault } from './json.ts'
import { languageFaults } from './locales.ts'
import { type Config, type Settings, schema } from './schema.ts'
import { hiddenSecrets, readSecrets } from './secrets.ts'

/** `left`: a secret that cannot be read is no fault, for commands that connect to nothing. */
export type Secrets = 'needed' | 'left'

/**
 * Reads the configuration file and the secrets that it names. Throws one `Failure('config')` whose
 * message has a line for every fault, so that nobody mends a file fault by fault.
 */
export function loadConfig(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
  secrets: Secrets = 'needed',
): Config {
  const path = resolve(file)
  return checkConfig(parseJson(path, readText(path)), path, env, secrets)
}

/** The same for a value that already is in memory; `path` is the absolute path it stands for. */
export function checkConfig(
  written: unknown,
  path: string,
  env: NodeJS.ProcessEnv,
  secrets: Secrets = 'needed',
): Config {
  const checked = inspectConfig(written, path, env, secrets)
  if ('config' in checked) return checked.config
  throw new Failure('config', describeFaults(path, checked.faults), {
    advice: `Correct ${path}; \`ticketd config schema\` describes every option.`,
  })
}

/** The configuration that a value makes, or everything that is wrong with it. */
export function inspectConfig(
  written: unknown,
  path: string,
  env: NodeJS.ProcessEnv,
  secrets: Secrets = 'needed',
): { config: Config } | { faults: Fault[] } {
  const unread: Fault[] = []
  const known = readSecrets(written, { env, folder: dirname(path) }, unread)
  const faults = secrets === 'needed' ? unread : []
  const checked = schema.safeParse(known, { error: wording })
  faults.push(...(checked.success ? [] : shapeFaults(checked.error)), ...crossFaults(written))
  faults.push(...hiddenSecrets(written), ...languageFaults(written, dirname(path)))
  if (!checked.success || faults.length > 0) return { faults }
  return { config: complete(checked.data as Settings, path) }
}

function readText(path: string): string {
  try {
    // Windows editors begin a file with a byte order mark, which is no JSON.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      throw new Failure('config', `There is no configuration file ${path}.`, {
        advice: 'Run `ticketd init` to write one, or name yours with --config FILE.',
      })
    }
    throw new Failure(
      'config',
      `The configuration file ${path} cannot be read (${codeOf(error)}).`,
      {
        cause: error,
      },
    )
  }
}

function parseJson(path: string, text: string): unknown {
  const fault = findJsonFault(text)
  if (fault === undefined) return JSON.parse(text)
  const place = `line ${fault.line}, column ${fault.column}`
  throw new Failure('config', `${path} is not valid JSON: ${place}: ${fault.text}.`)
}

function describeFaults(path: string, faults: readonly Fault[]): string {
  const lines = [...faults]
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
    .map((fault) => `  ${fault.path || 'the file'}: ${fault.text}`)
  const many = lines.length === 1 ? '1 fault' : `${lines.length} faults`
  return [`${basename(path)} has ${many}:`, ...lines].join('\n')
}

/** Fills in what follows from other options, and makes every path absolute. */
function complete(settings: Settings, file: string): Config {
  const { $schema, desk, store, registration, directory, templates, ...rest } = settings
  const at = (path: string) => resolve(dirname(file), path)
  const database = at(store.url.replace(/^sqlite:/, ''))
  // The schema refuses an empty list.
  const mailboxes = rest.mailboxes as Config['mailboxes']
  const { terms } = registration
  return {
    ...rest,
    file,
    mailboxes,
    desk: {
      ...desk,
      domain: desk.domain ?? domainOf(mailboxes[0].address),
      // Where the mail host proves nothing, agents who answer without our ids would be locked out.
      staffByFromAlone:
        desk.staffByFromAlone ?? mailboxes.every(({ authservIds }) => authservIds.length === 0),
    },
    store: {
      path: database,
      files: at(store.files),
      key: store.key === undefined ? join(dirname(database), 'ticketd.key') : at(store.key),
    },
    registration: terms
      ? { ...registration, terms: { ...terms, path: at(terms.path) } }
      : registration,
    directory: {
      ...directory,
      sources: directory.sources.map((source) =>
        source.kind === 'file'
          ? { ...source, path: at(source.path) }
          : { ...source, ...(source.ca === undefined ? {} : { ca: at(source.ca) }) },
      ),
    },
    ...(templates === undefined ? {} : { templates: at(templates) }),
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
