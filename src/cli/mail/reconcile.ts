import type { Command } from 'commander'
import { mailboxNamed } from '../../config/mailbox-named.ts'
import type { Config, Mailbox } from '../../config/schema.ts'
import type { TokenFor } from '../../credentials/token-for.ts'
import { Failure, sentence } from '../../errors.ts'
import type { Reconciliation } from '../../mailbox/reconcile.ts'
import type { Reader } from '../../store/database.ts'
import { JSON_FLAG } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withStore } from '../open.ts'
import { withProgress } from '../progress.ts'
import { counted as countOf } from '../show.ts'
import { printTable } from '../table.ts'
import { tokensOf } from '../tokens-of.ts'

interface Options {
  mailbox?: string
  json?: boolean
}

/** A mailbox with its counts. */
type Counted = Reconciliation & {
  mailbox: string
  folder: string
  /** What lies in the folder for dealt-with mail, where there is one. */
  moved: number | null
  /** The UIDVALIDITY under which the folder was read, where the server names another one now. */
  readUnder: number | null
}

/** The counts of the mailboxes that could be reached, and a sentence for each that could not. */
interface Counts {
  counted: Counted[]
  unreached: string[]
}

/** `mail reconcile`: reads the folders and the ledger, and changes nothing. */
export function registerReconcile(mail: Command, io: Io): void {
  mail
    .command('reconcile')
    .description('compare what lies on the server with the ledger; fails when a mail is missing')
    .option('--mailbox <name>', 'only this one')
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => reconcileMail(options, command, io))
}

async function reconcileMail(options: Options, command: Command, io: Io): Promise<void> {
  const { counted, unreached } = await withStore(command, io, async ({ config, store }) => {
    const counts: Counts = { counted: [], unreached: [] }
    const tokenFor = tokensOf(command, io)
    const mailboxes = chosen(config, options.mailbox)
    return await withProgress(command, io, { what: 'mailboxes counted' }, async (on) => {
      for (const [i, mailbox] of mailboxes.entries()) {
        on(i, mailboxes.length)
        try {
          counts.counted.push(await count(store.read, mailbox, tokenFor))
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          counts.unreached.push(`${mailbox.name}: ${sentence(error)}`)
        }
      }
      return counts
    })
  })
  if (options.json) printJson(io, counted.map(jsonOf))
  else if (counted.length > 0) printCounts(counted, io)
  const lacking = counted.filter(({ missing }) => missing.length > 0)
  if (lacking.length > 0) {
    throw new Failure('missing', [...(await sentences(lacking)), ...unreached].join('\n'), {
      advice:
        'Move each out of its folder and back: it gets a new UID and is fetched like any new mail.',
    })
  }
  if (unreached.length > 0) throw new Failure('not-counted', unreached.join('\n'))
}

function chosen({ mailboxes }: Config, name: string | undefined): Mailbox[] {
  return name === undefined ? mailboxes : [mailboxNamed(name, mailboxes)]
}

async function count(reader: Reader, mailbox: Mailbox, tokenFor: TokenFor): Promise<Counted> {
  const [{ survey, countMoved }, { reconcile }, { placeOf }, { findMailbox }, { listBooked }] =
    await Promise.all([
      import('../../mailbox/survey.ts'),
      import('../../mailbox/reconcile.ts'),
      import('../../engine/intake.ts'),
      import('../../store/mailboxes.ts'),
      import('../../store/booked.ts'),
    ])
  const { silent } = await import('../../log.ts')
  const around = { signal: new AbortController().signal, log: silent, tokenFor }
  const moves = mailbox.done.action === 'move'
  const moved = moves ? await countMoved(mailbox, around) : null
  const { folder, lying } = await survey(mailbox, around)
  const { uidValidity } = folder
  // The cursor first: the rows that are read after it reach at least as far.
  const stored = await findMailbox(reader, placeOf(mailbox))
  const lastUid = stored?.uidValidity === uidValidity ? stored.lastUid : 0
  const mails = stored ? await listBooked(reader, stored.id, uidValidity) : []
  const counts = reconcile(folder, lying, { lastUid, mails })
  const before = stored?.uidValidity ?? uidValidity
  const readUnder = before === uidValidity ? null : before
  return { mailbox: mailbox.name, folder: mailbox.folder, ...counts, moved, readUnder }
}

function jsonOf({ missing, readUnder: _, ...counts }: Counted) {
  const pending = counts.unfetched + counts.undecided
  return { ...counts, pending, missing: missing.length, missingUids: missing }
}

function printCounts(counted: Counted[], io: Io): void {
  const titles = [
    ...['mailbox', 'on the server', 'in the ledger', 'missing', 'to fetch', 'to decide'],
    ...['to acknowledge', 'no longer there', 'in the done folder'],
  ]
  const rows = counted.map((it) => [
    it.mailbox,
    ...[it.server, it.ledger, it.missing.length, it.unfetched, it.undecided].map(String),
    ...[it.untold, it.left, it.moved ?? '-'].map(String),
  ])
  printTable(io, titles, rows)
  for (const line of counted.flatMap(remarks)) io.out(`${line}\n`)
}

/** What the numbers of a mailbox mean for whoever reads them. */
function remarks(it: Counted): string[] {
  const { mailbox, folder, uidvalidity, readUnder } = it
  const pending = it.unfetched + it.undecided + it.untold
  return [
    ...(readUnder === null
      ? []
      : [
          `${mailbox}: the server numbers the mails of ${folder} anew (UIDVALIDITY ${uidvalidity}, it was ${readUnder}): all are read again, and what was taken before is a duplicate.`,
        ]),
    ...(pending === 0
      ? []
      : [
          `${mailbox}: ${countOf(pending, 'mail')} to be worked off by the daemon, or by ticketd poll.`,
        ]),
  ]
}

async function sentences(lacking: Counted[]): Promise<string[]> {
  const { formatUidSet } = await import('../../mailbox/uid-set.ts')
  return lacking.map(({ mailbox, folder, uidvalidity, missing }) => {
    const uids = formatUidSet(missing)
    const are = missing.length === 1 ? 'is' : 'are'
    return `${mailbox}: ${countOf(missing.length, 'mail')} of ${folder} ${are} not in the ledger: UID ${uids} under UIDVALIDITY ${uidvalidity}.`
  })
}
