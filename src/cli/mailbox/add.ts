import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { inspectConfig, loadConfig } from '../../config/load.ts'
import { host } from '../../config/options.ts'
import { items } from '../../config/written.ts'
import { Failure } from '../../errors.ts'
import { gatherAnswers } from '../init/answers.ts'
import type { Proof } from '../init/config.ts'
import {
  addAnswers,
  addSecret,
  answersOf,
  type Flags,
  faultsOfSecrets,
  secretGiven,
} from '../init/flags.ts'
import {
  imapHostOf,
  LOGIN_QUESTIONS,
  oauth2Of,
  signInCommand,
  smtpSecurityOf,
} from '../init/login.ts'
import { endpointsOf, missingSecrets } from '../init/proofs.ts'
import { type Answers, ask } from '../init/question.ts'
import { serverAt } from '../init/server-at.ts'
import { writePrivately } from '../init/write.ts'

export interface MailboxFlags extends Flags {
  name: string
  address: string
  department: string
}

const QUESTIONS = [
  ...LOGIN_QUESTIONS,
  ask(
    'imap-host',
    'IMAP server, or SERVER:PORT; that of google and microsoft by default',
    host(''),
    imapHostOf,
  ),
]

export function addMailboxFlags(add: Command): Command {
  add
    .requiredOption('--name <name>', 'what commands and logs call it')
    .requiredOption('--address <address>', 'that people write to')
    .requiredOption('--department <name>', 'that gets its tickets')
  addAnswers(add, QUESTIONS)
    .option('--imap-port <number>', 'IMAP port')
    .option('--imap-security <kind>', 'tls, starttls or none')
    .option('--imap-user <name>', 'IMAP user; the address by default')
  addSecret(add, 'imap')
  return addSecret(add, 'client')
    .option(
      '--smtp-host <host>',
      "an SMTP server of its own, or SERVER:PORT, by the same login; the desk's by default",
    )
    .option('--smtp-port <number>', 'its port')
    .option('--smtp-security <kind>', 'tls, starttls or none')
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
  'smtp.host': '--smtp-host',
  'smtp.port': '--smtp-port',
  'smtp.security': '--smtp-security',
  'oauth2.clientId': '--oauth2-client-id',
  'oauth2.clientSecret': '--oauth2-client-secret-env',
  'oauth2.grant': '--oauth2-flow',
  'oauth2.tenant': '--oauth2-tenant',
  'oauth2.scopes': '--oauth2-scopes',
  folder: '--folder',
  start: '--start',
}

/**
 * Writes one more mailbox into the file and leaves all the rest of it as it is. Gives the
 * command by which a person has to sign in, if any. Throws a `Failure('usage')` that names
 * every flag that is wrong.
 */
export async function addToConfig(
  file: string,
  flags: MailboxFlags,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const target = resolve(file)
  // What is faulty already is not written to.
  loadConfig(target, env, 'left')
  const written = JSON.parse(readFileSync(target, 'utf8').replace(/^\uFEFF/, '')) as {
    mailboxes: unknown
  }
  const answers = await answersIn(flags)
  const mailbox = await mailboxOf(flags, answers)
  const before = items(written.mailboxes)
  // The secrets may be put in their place later; everything else has to be right now.
  const checked = inspectConfig(
    { ...written, mailboxes: [...before, mailbox] },
    target,
    env,
    'left',
  )
  if ('faults' in checked) {
    const own = `mailboxes[${before.length}]`
    refuse(checked.faults.map(({ path, text }) => `${flagOf(path, own)}: ${text}`))
  }
  writePrivately(target, { ...written, mailboxes: [...before, mailbox] }, true)
  return signInCommand(flags.name, answers)
}

async function answersIn(flags: MailboxFlags): Promise<Answers> {
  const given = { ...answersOf(flags, QUESTIONS), address: flags.address }
  const bad = faultsOfSecrets(flags, ['imap', 'client'])
  const missing = missingSecrets(flags, given)
  const advice = '`ticketd mailbox add --help` says what each of them is.'
  // Nobody is asked: a terminal is used by scripts, too.
  return await gatherAnswers(QUESTIONS, given, { bad, missing, advice }, { err: () => {} })
}

async function mailboxOf(flags: MailboxFlags, answers: Answers): Promise<object> {
  const user = flags.imapUser ?? flags.address
  const proof = await proofOf(flags, answers)
  const server = (name: 'imap' | 'smtp', answer: string | undefined, usual?: string) => ({
    ...serverAt(answer, {
      port: flags[`${name}Port`] === undefined ? undefined : Number(flags[`${name}Port`]),
      security: (flags[`${name}Security`] as string | undefined) ?? usual,
    }),
    user,
    ...proof,
  })
  const smtpHost = flags.smtpHost as string | undefined
  return {
    name: flags.name,
    address: flags.address,
    department: flags.department,
    imap: server('imap', answers.imapHost),
    ...(smtpHost !== undefined && {
      smtp: server('smtp', smtpHost, smtpSecurityOf({ ...answers, smtpHost })),
    }),
    ...(flags.folder !== undefined && { folder: flags.folder }),
    ...(flags.start !== undefined && { start: flags.start }),
  }
}

async function proofOf(flags: MailboxFlags, answers: Answers): Promise<Proof> {
  const clientSecret = secretGiven(flags, 'client')
  const oauth2 = oauth2Of(answers, clientSecret, await endpointsOf(answers))
  return oauth2 ? { oauth2 } : { password: secretGiven(flags, 'imap') ?? '' }
}

/**
 * The flag behind an option of the new mailbox; what is wrong elsewhere is so
 * because of its address.
 */
function flagOf(path: string, own: string): string {
  if (path === own) return '--folder'
  // Both servers have the same sign-in.
  const option = path.slice(own.length + 1).replace(/^(imap|smtp)\.(?=oauth2)/, '')
  const flag = path.startsWith(own) ? FLAGS[option] : undefined
  return flag ?? `--address (${path})`
}

function refuse(faults: readonly string[]): never {
  throw new Failure('usage', `${[...new Set(faults)].join('; ')}.`)
}
