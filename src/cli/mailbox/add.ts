import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Secret } from '../../config/connection.ts'
import { inspectConfig, loadConfig } from '../../config/load.ts'
import { items } from '../../config/written.ts'
import { Failure } from '../../errors.ts'
import { secretFaults, secretOf } from '../init/secret.ts'
import { writePrivately } from '../init/write.ts'

export interface MailboxFlags {
  name: string
  address: string
  department: string
  imapHost: string
  imapPort?: string
  imapSecurity?: string
  imapUser?: string
  imapPassword?: string
  imapPasswordEnv?: string
  imapPasswordFile?: string
  folder?: string
  start?: string
}

export function addMailboxFlags(add: Command): Command {
  return add
    .requiredOption('--name <name>', 'what commands and logs call it')
    .requiredOption('--address <address>', 'that people write to')
    .requiredOption('--department <name>', 'that gets its tickets')
    .requiredOption('--imap-host <host>', 'IMAP server')
    .option('--imap-port <number>', 'IMAP port')
    .option('--imap-security <kind>', 'tls, starttls or none')
    .option('--imap-user <name>', 'IMAP user; the address by default')
    .option('--imap-password <text>', 'IMAP password; others on this machine may see it')
    .option('--imap-password-env <name>', 'environment variable with the password')
    .option('--imap-password-file <path>', 'file with the password')
    .option('--folder <folder>', 'the folder to watch; INBOX by default')
    .option('--start <start>', 'first mail to act on: now, all or a date')
}

/** Flags by the option that each of them fills. */
const FLAGS: Record<string, string> = {
  name: '--name',
  address: '--address',
  department: '--department',
  'imap.host': '--imap-host',
  'imap.port': '--imap-port',
  'imap.security': '--imap-security',
  'imap.user': '--imap-user',
  folder: '--folder',
  start: '--start',
}

/**
 * Writes one more mailbox into the file and leaves all the rest of it as it is. Gives its name. Throws a
 * `Failure('usage')` that names every flag that is wrong.
 */
export function addToConfig(file: string, flags: MailboxFlags, env: NodeJS.ProcessEnv): string {
  const target = resolve(file)
  // What is faulty already is not written to.
  loadConfig(target, env, 'left')
  const written = JSON.parse(readFileSync(target, 'utf8').replace(/^\uFEFF/, '')) as {
    mailboxes: unknown
  }
  const password = passwordOf(flags)
  const mailbox = {
    name: flags.name,
    address: flags.address,
    department: flags.department,
    imap: {
      host: flags.imapHost,
      ...(flags.imapPort !== undefined && { port: Number(flags.imapPort) }),
      ...(flags.imapSecurity !== undefined && { security: flags.imapSecurity }),
      user: flags.imapUser ?? flags.address,
      password,
    },
    ...(flags.folder !== undefined && { folder: flags.folder }),
    ...(flags.start !== undefined && { start: flags.start }),
  }
  const before = items(written.mailboxes)
  const changed = { ...written, mailboxes: [...before, mailbox] }
  // The secret may be put in its place later; everything else has to be right now.
  const later = { ...mailbox, imap: { ...mailbox.imap, password: 'later' } }
  const checked = inspectConfig({ ...written, mailboxes: [...before, later] }, target, env, 'left')
  if ('faults' in checked) {
    const own = `mailboxes[${before.length}]`
    refuse(checked.faults.map(({ path, text }) => `${flagOf(path, own)}: ${text}`))
  }
  writePrivately(target, changed, true)
  return flags.name
}

function passwordOf(flags: MailboxFlags): Secret {
  const given = {
    text: flags.imapPassword,
    env: flags.imapPasswordEnv,
    file: flags.imapPasswordFile,
  }
  const faults = secretFaults('--imap-password', given)
  if (faults.length > 0) refuse(faults)
  const password = secretOf(given)
  if (password !== undefined) return password
  return refuse(['The password is missing: --imap-password-env or -file names it'])
}

/** The flag behind an option of the new mailbox; what is wrong elsewhere is so because of its address. */
function flagOf(path: string, own: string): string {
  if (path === own) return '--folder'
  const flag = path.startsWith(own) ? FLAGS[path.slice(own.length + 1)] : undefined
  return flag ?? `--address (${path})`
}

function refuse(faults: readonly string[]): never {
  throw new Failure('usage', `${faults.join('; ')}.`)
}
