import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { checkConfig, loadConfig } from '../config/load.ts'
import { items } from '../config/written.ts'
import { Failure } from '../errors.ts'
import { secretOf } from './init-secret.ts'
import { writePrivately } from './init-write.ts'

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

/** Writes one more mailbox into the file and leaves all the rest of it as it is. Gives its name. */
export function addToConfig(file: string, flags: MailboxFlags, env: NodeJS.ProcessEnv): string {
  const target = resolve(file)
  // What is faulty already is not written to.
  loadConfig(target, env)
  const written = JSON.parse(readFileSync(target, 'utf8').replace(/^\uFEFF/, '')) as {
    mailboxes: unknown
  }
  const password = secretOf({
    text: flags.imapPassword,
    env: flags.imapPasswordEnv,
    file: flags.imapPasswordFile,
  })
  if (password === undefined) {
    throw new Failure('usage', 'The password is missing: --imap-password-env or -file names it.')
  }
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
  const changed = { ...written, mailboxes: [...items(written.mailboxes), mailbox] }
  // The secret may be put in its place later; everything else has to be right now.
  const later = { ...mailbox, imap: { ...mailbox.imap, password: 'later' } }
  checkConfig({ ...written, mailboxes: [...items(written.mailboxes), later] }, target, env)
  writePrivately(target, changed, true)
  return flags.name
}
