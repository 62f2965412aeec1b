import type { Command } from 'commander'
import { loadConfig } from '../config/load.ts'
import { Failure } from '../errors.ts'
import { duration, JSON_FLAG } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Finding, findingOf } from './doctor/finding.ts'
import {
  checkPrivacy,
  checkSending,
  checkSettings,
  checkStore,
  checkTemplates,
  checkTerms,
} from './doctor/here.ts'
import { checkMail } from './doctor/mail.ts'
import { checkImap, checkSmtp } from './doctor/servers.ts'
import { checkSignIns } from './doctor/sign-ins.ts'
import { checkAttachments, checkFiles } from './doctor/store.ts'
import { type Io, printJson } from './io.ts'
import { withDesk } from './open.ts'
import { counted, withStop } from './show.ts'
import { tokensOf } from './tokens-of.ts'

/** So long the mail to itself may take, in milliseconds. */
const WAIT = 60_000

interface Options {
  mail: boolean
  acceptKey?: boolean
  /** Milliseconds. */
  wait?: number
  json?: boolean
}

/** `doctor`: checks all that has to be right, each in one line with what to do about it. */
export function register(program: Command, io: Io): void {
  program
    .command('doctor')
    .option('--no-mail', 'send no mail to itself')
    .option('--accept-key', 'the key of this store is lost: go on with the file that is there')
    .option('--wait <duration>', 'how long that mail may take; 60s by default', duration)
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => doctor(options, command, io))
}

/** Prints each finding; throws Failure `doctor` when a check failed. */
export async function doctor(options: Options, command: Command, io: Io): Promise<void> {
  const findings: Finding[] = []
  for await (const finding of examine(options, command, io)) {
    findings.push(finding)
    if (!options.json) io.out(asCalled(`${lineOf(finding)}\n`, io))
  }
  const failed = findings.filter((finding) => finding.status === 'fail').length
  if (options.json) printJson(io, { ok: failed === 0, checks: findings })
  if (failed === 0) return
  throw new Failure('doctor', failed === 1 ? 'One check failed.' : `${failed} checks failed.`)
}

/** Each check when the one before is done; what rests on a failed one is left out. */
async function* examine(options: Options, command: Command, io: Io): AsyncGenerator<Finding> {
  const { config: file } = command.optsWithGlobals<{ config: string }>()
  const config = await findingOf(
    'config',
    () => loadConfig(file, io.env),
    (it) => {
      const mailboxes = counted(it.mailboxes.length, 'mailbox', 'mailboxes')
      return `${it.file}: ${mailboxes}, ${counted(it.departments.length, 'department')}.`
    },
  )
  yield config.finding
  if (config.value === null) return
  yield* checkPrivacy(config.value.file)
  yield* checkSettings(config.value)
  yield* checkTemplates(config.value)
  yield* checkTerms(config.value)
  const store = yield* checkStore(config.value, options.acceptKey === true)
  yield* checkFiles(config.value)
  if (store) yield* checkAttachments(config.value)
  const signIns = store ? await checkSignIns(config.value) : null
  if (signIns) yield* signIns.findings
  let working = store && signIns?.findings.every(({ status }) => status !== 'fail') === true
  const tokenFor = tokensOf(command, io)
  for (const mailbox of config.value.mailboxes) {
    if (signIns?.cannotRead.has(mailbox.name)) continue
    const finding = await checkImap(mailbox, tokenFor)
    working &&= finding.status !== 'fail'
    yield finding
  }
  for await (const finding of checkSmtp(config.value, tokenFor, signIns?.cannotSend)) {
    working &&= finding.status !== 'fail'
    yield finding
  }
  const sending = store ? await checkSending(config.value) : { stopped: false, findings: [] }
  yield* sending.findings
  // A mail to itself would wait with all others.
  if (!options.mail || !working || sending.stopped) return
  const found = await withDesk(command, io, (desk) => checkMail(desk, options.wait ?? WAIT))
  yield* found
}

function lineOf({ status, check, says, advice }: Finding): string {
  const told = advice === undefined ? says : `${withStop(says)} ${advice}`
  return `${status.padEnd(4)}  ${check.padEnd(12)}  ${told}`
}
