import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import type { Writer } from '../../store/database.ts'
import { changeOutcome } from '../../store/held.ts'
import { findMail, type LedgerRow } from '../../store/ledger.ts'
import { findMailboxName } from '../../store/mailboxes.ts'
import { findTicket } from '../../store/tickets.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import type { Instruction } from '../instruction.ts'
import { putBackFor, releasedWhere } from '../put-back.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'
import { noMail } from './no-mail.ts'
import { noTicket } from './no-ticket.ts'
import { notAllowed, standingOf } from './standing.ts'

/** Outcomes that a person may overrule: the mail became part of nothing. */
const LOOSE = ['held', 'quarantined', 'referred', 'refused', 'automatic', 'ignored', 'duplicate']
const RELEASABLE = ['held', 'referred', 'refused', 'automatic', 'duplicate']
const DISCARDABLE = ['held', 'referred', 'quarantined']

/**
 * A person answers for a mail: it is taken as a customer's word, in the ticket that is named or
 * suggested, else in one of its own. Throws Failure `no-mail`, `not-allowed`,
 * `no-ticket`, `settled`.
 */
export async function releaseMail(
  desk: Desk,
  id: number,
  ticket: number | null,
  as: string | null,
): Promise<{ ticket: number | null }> {
  return await onMail(desk, id, as, async (writer, row, actor, at) => {
    refuseOutcome(row, RELEASABLE, 'released')
    const target = ticket ?? row.ticket
    if (target !== null) await refuseStranger(writer, desk.config, actor, target)
    const instruction: Instruction = { release: { by: actor.name, ticket: target } }
    await again(writer, row, instruction, releasedWhere(target), actor, at)
    return { ticket: target }
  })
}

/** Decides a mail again as if it had just arrived: after a fault was mended, or a rule changed. */
export async function replayMail(desk: Desk, id: number, as: string | null): Promise<void> {
  await onMail(desk, id, as, async (writer, row, actor, at) => {
    refuseOutcome(row, LOOSE, 'replayed')
    await again(writer, row, { replay: { by: actor.name } }, 'replayed', actor, at)
  })
}

/** A person has seen a mail and wants nothing of it; it stays in the ledger. */
export async function discardMail(desk: Desk, id: number, as: string | null): Promise<void> {
  await onMail(desk, id, as, async (writer, row, actor, at) => {
    refuseOutcome(row, DISCARDABLE, 'discarded')
    const reason = `discarded by ${actor.name}`
    await changeOutcome(writer, row.id, { outcome: 'refused', reason, actor: actor.name, at })
  })
}

async function onMail<T>(
  desk: Desk,
  id: number,
  as: string | null,
  work: (writer: Writer, row: LedgerRow, actor: Actor, at: string) => Promise<T>,
): Promise<T> {
  return await desk.store.transact(async (writer) => {
    const row = await findMail(writer, id)
    if (!row) throw noMail(id)
    const actor = await actorOf(writer, desk.config, as)
    if (row.ticket !== null) await refuseStranger(writer, desk.config, actor, row.ticket)
    else await refuseOutsider(writer, desk.config, actor, row)
    return await work(writer, row, actor, instant(desk.now()))
  })
}

/** A mail that may belong to a ticket is for that ticket's support side. */
async function refuseStranger(
  writer: Writer,
  config: Config,
  actor: Actor,
  number: number,
): Promise<void> {
  const ticket = await findTicket(writer, number)
  if (!ticket) throw noTicket(number)
  const standing = standingOf(actor, ticket, await gatherCircle(writer, config, ticket))
  if (standing.side === 'support') return
  const because = standing.side === null ? standing.because : 'only the support side may'
  throw notAllowed(actor, ticket, because)
}

/** Any other mail is for the agents of the department whose mailbox it came to. */
async function refuseOutsider(
  writer: Writer,
  config: Config,
  actor: Actor,
  row: LedgerRow,
): Promise<void> {
  if (mayDoAll(config, actor)) return
  const name = await findMailboxName(writer, row.mailboxId)
  const department = config.mailboxes.find((mailbox) => mailbox.name === name)?.department
  if (department !== undefined && actor.sender?.agentOf.includes(department)) return
  throw new Failure('not-allowed', `${actor.name} may not decide about mail ${row.id}.`, {
    advice: 'An agent of the department whose mailbox it came to may.',
  })
}

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

function refuseOutcome(row: LedgerRow, allowed: readonly string[], what: string): void {
  if (row.state !== 'decided') {
    throw new Failure('settled', `Mail ${row.id} waits to be decided; nothing has to be done.`)
  }
  if (row.outcome !== null && allowed.includes(row.outcome)) return
  const where = row.ticket === null ? '' : ` (ticket ${row.ticket})`
  throw new Failure(
    'settled',
    `Mail ${row.id} cannot be ${what}: its outcome is ${row.outcome}${where}.`,
    { advice: `Only mails that are ${either.format(allowed)} can be.` },
  )
}

async function again(
  writer: Writer,
  row: LedgerRow,
  instruction: Instruction,
  reason: string,
  { name: actor }: Actor,
  at: string,
): Promise<void> {
  if (row.rawId === null) {
    throw new Failure('no-bytes', `The text of mail ${row.id} is not kept.`, {
      advice: 'Move it within its folder on the mail server: it then arrives anew.',
    })
  }
  await putBackFor(writer, row, instruction, reason, actor, at)
}
