import { Failure, sentence } from '../errors.ts'
import { asWritten } from '../message/group-writer.ts'
import type { Mail } from '../message/mail.ts'
import { inSavepoint, type Writer } from '../store/database.ts'
import { isStoreFault } from '../store/faults.ts'
import { addHistory, setTicket, settle, settleRow } from '../store/ledger.ts'
import { gatherSigners } from './authenticate.ts'
import { carryOut } from './carry-out.ts'
import { type Desk, instant } from './desk.ts'
import type { Letter } from './gather.ts'
import type { Holder } from './holder.ts'
import { judgeMail } from './judge-mail.ts'
import type { Kept } from './keep.ts'
import type { OnStep } from './kill-points.ts'
import { deskOf, noteImported } from './past.ts'
import { noteStreak } from './streaks.ts'
import type { Told } from './tell.ts'

/**
 * The way of a letter, second half: one batch of kept and read mails is decided and carried out. It
 * is one transaction with a savepoint per mail: what a mail causes happens whole or not at all, and
 * a mail with a fault costs itself only.
 */
export async function receive(
  desk: Desk,
  holder: Holder,
  batch: Waiting[],
  readings: (Mail | Failure)[],
  onStep: OnStep,
): Promise<Fate[]> {
  onStep('parsed')
  const waiting = await Promise.all(
    batch.map(async (kept, i): Promise<Waiting> => {
      const mail = readings[i] as Mail | Failure
      if (mail instanceof Failure) return kept
      const then = kept.writtenAt === undefined ? desk : deskOf(desk, kept.writtenAt)
      return { ...kept, signers: await gatherSigners(then, kept.mailbox, mail, kept.body) }
    }),
  )
  const fates = await holder.transact(async (writer) => {
    const fates: Fate[] = []
    for (const [i, kept] of waiting.entries()) {
      const reading = readings[i] as Mail | Failure
      // Whatever can be read again later is no fault of the mail.
      if (reading instanceof Failure && reading.lasting === 'temporary') throw reading
      fates.push(await settleOne(desk, writer, kept, reading))
    }
    onStep('decided')
    return fates
  })
  onStep('settled')
  for (const fate of fates) logFate(desk, fate)
  return fates
}

/** What became of one mail. */
export interface Fate {
  ledgerId: number
  mailbox: string
  outcome: string
  reason: string
  ticket: number | null
  told: Told[]
}

/**
 * A mail that waits for its decision, with what a person asked for when it was put
 * back, and who signed it.
 */
export type Waiting = Kept &
  Partial<Pick<Letter, 'release' | 'signers' | 'streak' | 'namedAccount' | 'answer'>> & {
    /** Who had it decided again. */
    askedBy?: string
  }

async function settleOne(
  desk: Desk,
  writer: Writer,
  kept: Waiting,
  reading: Mail | Failure,
): Promise<Fate> {
  if (reading instanceof Failure) return await quarantine(desk, writer, kept, reading, null)
  try {
    return await inSavepoint(writer, () => decideAndCarryOut(desk, writer, kept, reading))
  } catch (error) {
    if (isStoreFault(error)) throw error
    return await quarantine(desk, writer, kept, error, reading)
  }
}

/** Judges one mail and does what was decided. Also what `explain` plays, and takes back. */
export async function decideAndCarryOut(
  desk: Desk,
  writer: Writer,
  kept: Waiting,
  arrived: Mail,
): Promise<Fate> {
  const mail = asWritten(
    arrived,
    desk.config.mailboxes.flatMap((mailbox) => mailbox.groups),
  )
  const letter = {
    ledgerId: kept.ledgerId,
    mailbox: kept.mailbox,
    quiet: kept.quiet,
    mail,
    from: arrived.from?.address ?? '',
    release: kept.release ?? null,
    signers: kept.signers ?? [],
    ...(kept.streak && { streak: kept.streak }),
    ...(kept.namedAccount && { namedAccount: kept.namedAccount }),
    ...(kept.answer !== undefined && { answer: kept.answer }),
  }
  const { writtenAt } = kept
  const then = writtenAt === undefined ? desk : deskOf(desk, writtenAt)
  const { facts, decision, asked, tried, streak } = await judgeMail(then, writer, letter)
  const { outcome, reason } = decision
  const at = instant(desk.now())
  const settled = await settleRow(writer, kept.ledgerId, readingOf(mail), {
    outcome,
    reason,
    ticket: decision.ticket,
    duplicateOf: decision.duplicateOf ?? null,
    at,
  })
  const fate = { ledgerId: kept.ledgerId, mailbox: kept.mailbox, outcome, reason }
  // Somebody else has settled it: everything that it causes has happened already.
  if (!settled) return { ...fate, ticket: decision.ticket, told: [] }
  const { ticket, told } = await carryOut(then, writer, letter, facts, decision)
  if (ticket !== null && writtenAt !== undefined) await noteImported(writer, ticket)
  if (ticket !== null && ticket !== decision.ticket) await setTicket(writer, kept.ledgerId, ticket)
  const { because } = facts.authentication
  const held = outcome === 'held' && asked.at(-1)?.rule === 'sender' ? kept.ledgerId : null
  const after = { streak, because, held }
  const alarm =
    kept.streak || writtenAt !== undefined
      ? []
      : await noteStreak(desk, writer, kept.mailbox, facts.streak, after)
  const all = [...told, ...alarm]
  await addHistory(writer, kept.ledgerId, {
    outcome,
    reason,
    actor: facts.release?.by ?? kept.askedBy ?? 'ticketd',
    detail: {
      evidence: tried,
      authentication: facts.authentication,
      rules: asked,
      flagged: facts.duplicate?.flagged ?? false,
      recipients: all.map(recipientOf),
    },
    at,
  })
  return { ...fate, ticket, told: all }
}

/** Who is told, and why, as the history keeps it and `explain` prints it. */
export function recipientOf({ notice, keptBack }: Told) {
  return {
    address: notice.recipient.address,
    template: notice.template,
    reason: keptBack === null ? notice.reason : `${notice.reason} Kept back: ${keptBack}`,
  }
}

/**
 * A mail that no try has settled, alone neither: its row is written in a transaction of its own.
 */
export async function setAside(
  desk: Desk,
  holder: Holder,
  kept: Pick<Waiting, 'ledgerId' | 'mailbox'>,
  error: unknown,
): Promise<Fate> {
  const fate = await holder.transact((writer) => quarantine(desk, writer, kept, error, null))
  logFate(desk, fate)
  return fate
}

/** Set aside with its error, shown, replayable, never in the way of the next one. */
async function quarantine(
  desk: Desk,
  writer: Writer,
  kept: Pick<Waiting, 'ledgerId' | 'mailbox'>,
  error: unknown,
  mail: Mail | null,
): Promise<Fate> {
  const reason = sentence(error).slice(0, 500)
  await settle(writer, kept.ledgerId, mail && readingOf(mail), {
    outcome: 'quarantined',
    reason,
    ticket: null,
    duplicateOf: null,
    actor: 'ticketd',
    detail: { stack: error instanceof Error ? error.stack?.slice(0, 4000) : null },
    at: instant(desk.now()),
  })
  const { ledgerId, mailbox } = kept
  return { ledgerId, mailbox, outcome: 'quarantined', reason, ticket: null, told: [] }
}

function readingOf(mail: Mail) {
  return {
    fingerprint: mail.fingerprint,
    messageId: mail.messageId,
    fromAddress: mail.from?.address ?? null,
    subject: mail.subject,
    date: mail.date,
  }
}

/** One line per mail with its fate. */
function logFate({ log }: Desk, { told, ...fate }: Fate): void {
  const line = { mail: fate.ledgerId, ...fate, ledgerId: undefined, told: told.length }
  if (fate.outcome === 'quarantined') log.warn(line, 'mail quarantined')
  else log.info(line, `mail ${fate.outcome}`)
}
