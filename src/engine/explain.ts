import type { Authenticity } from '../decision/authenticity.ts'
import type { Asked, Tried } from '../decision/decision.ts'
import { Failure } from '../errors.ts'
import type { Mail } from '../message/mail.ts'
import type { Writer } from '../store/database.ts'
import { findMail, type LedgerRow } from '../store/ledger.ts'
import { listHistory } from '../store/ledger-view.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { isAsked } from '../store/outbox-asked.ts'
import { listSentBecause } from '../store/sent.ts'
import { gatherSigners } from './authenticate.ts'
import { type Desk, instant } from './desk.ts'
import { addOffServer } from './ingest.ts'
import { createParsePool } from './parse-pool.ts'
import { decideAndCarryOut, recipientOf } from './receive.ts'

/** What would happen to a mail, or why it happened. */
export interface Explanation {
  outcome: string
  reason: string
  ticket: number | null
  evidence: Tried[]
  /** Whether it is from whom its From names; null where that was never asked. */
  authentication: Authenticity | null
  rules: Asked[]
  recipients: Recipient[]
  /** The mails that would leave. */
  mails: { to: string; subject: string; text: string }[]
  history: { at: string; actor: string; outcome: string; reason: string }[]
}

type Recipient = ReturnType<typeof recipientOf>

interface Detail {
  evidence?: Tried[]
  authentication?: Authenticity
  rules?: Asked[]
  recipients?: Recipient[]
}

/** Thrown to take everything back. */
class Undo extends Error {}

/**
 * Plays a mail through the engine as if it had just arrived in a mailbox, and takes everything
 * back: what is shown is what the very same code would do.
 */
export async function explainFile(
  desk: Desk,
  bytes: Buffer,
  mailboxName: string,
): Promise<Explanation> {
  const mail = await readOne(desk, bytes)
  const signers = await gatherSigners(desk, mailboxName, mail, { bytes })
  let explanation: Explanation | undefined
  const play = desk.store.transact(async (writer) => {
    const ledgerId = await stage(desk, writer, bytes, mailboxName)
    const fate = await decideAndCarryOut(
      desk,
      writer,
      { ledgerId, rawId: 0, mailbox: mailboxName, quiet: false, body: { bytes }, signers },
      mail,
    )
    const history = await listHistory(writer, ledgerId)
    const detail = JSON.parse(history.at(-1)?.detail ?? '{}') as Detail
    explanation = {
      outcome: fate.outcome,
      reason: fate.reason,
      ticket: fate.ticket,
      evidence: detail.evidence ?? [],
      authentication: detail.authentication ?? null,
      rules: detail.rules ?? [],
      recipients: fate.told.map(recipientOf),
      mails: fate.told
        .filter((told) => told.keptBack === null)
        .map(({ draft }) => ({
          to: draft.recipient.address,
          subject: draft.subject,
          text: draft.text,
        })),
      history: [],
    }
    throw new Undo()
  })
  await play.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return explanation as Explanation
}

/** Why a past mail went where it went: from its history, and from the mails that it caused. */
export async function explainMail(desk: Desk, ledgerId: number): Promise<Explanation> {
  const { read } = desk.store
  const row = await findMail(read, ledgerId)
  if (!row) {
    throw new Failure('no-mail', `There is no mail ${ledgerId} in the ledger.`, {
      advice: '`ticketd mail list` shows the newest.',
    })
  }
  const history = await listHistory(read, ledgerId)
  // What a person did to it since stands in the history; how it was judged last counts here.
  const detail = history
    .map((one) => JSON.parse(one.detail) as Detail | null)
    .findLast((one) => one?.rules !== undefined)
  const sent = await listSentBecause(read, ledgerId)
  return {
    outcome: row.outcome ?? row.state,
    reason: row.reason ?? waitsBecause(row),
    ticket: row.ticket,
    evidence: detail?.evidence ?? [],
    authentication: detail?.authentication ?? null,
    rules: detail?.rules ?? [],
    recipients: sent.map((mail) => ({
      address: mail.recipient,
      template: mail.template,
      reason: `${whyTold(mail, detail?.recipients ?? [])}${standing(mail)}`,
    })),
    mails: sent.map((s) => ({ to: s.recipient, subject: s.subject, text: s.text ?? '' })),
    history: history.map(({ at, actor, outcome, reason }) => ({ at, actor, outcome, reason })),
  }
}

/** The sentence of the history about this mail, with a space; empty for what came of it later. */
function whyTold(mail: { recipient: string; template: string }, told: Recipient[]): string {
  const found = told.find((t) => t.address === mail.recipient && t.template === mail.template)
  return found ? `${found.reason} ` : ''
}

function standing(mail: Pick<OutboxRow, 'id' | 'status' | 'nextAt' | 'finishedAt'>): string {
  const { id, status, finishedAt } = mail
  if (isAsked(mail)) {
    return `(uncertain: it may have arrived or not, and waits for \`ticketd outbox arrived|retry|cancel ${id}\`)`
  }
  return `(${status}${finishedAt === null ? '' : ` ${finishedAt}`})`
}

function waitsBecause(row: LedgerRow): string {
  return row.state === 'received' ? 'not decided yet' : ''
}

async function readOne(desk: Desk, bytes: Buffer): Promise<Mail> {
  const pool = createParsePool(desk.config.parse)
  try {
    const [reading] = await pool.parse([{ bytes }])
    if (!reading || reading instanceof Failure) {
      throw reading ?? new Failure('unreadable', 'The mail cannot be read.')
    }
    return reading
  } finally {
    await pool.close()
  }
}

/** A ledger row for the play, in the mailbox that the mail is meant to have arrived in. */
async function stage(
  desk: Desk,
  writer: Writer,
  bytes: Buffer,
  mailboxName: string,
): Promise<number> {
  const place = { source: 'explain', folder: 'play', name: mailboxName }
  return await addOffServer(writer, place, { bytes, rawId: null, at: instant(desk.now()) })
}
