import type { Change } from '../decision/change.ts'
import type { Act, Decision } from '../decision/decision.ts'
import type { Facts } from '../decision/facts.ts'
import type { Mail } from '../message/mail.ts'
import { baseSubject, withoutTags } from '../message/subject.ts'
import { htmlOf } from '../notification/relay.ts'
import type { Writer } from '../store/database.ts'
import { acceptEntries, addEntry } from '../store/entries.ts'
import { addEvent } from '../store/events.ts'
import { showOutbox } from '../store/outbox-view.ts'
import { unsuppress } from '../store/suppressed.ts'
import { setTicketFields } from '../store/ticket-fields.ts'
import { addParticipant, findTicket, touchTicket } from '../store/tickets.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { answerFacts } from './answer.ts'
import { cameBack } from './came-back.ts'
import { type AccessAct, carryOutAccess, isOfAccess, passOn } from './carry-out/access.ts'
import { carryOutDetails, type DetailsAct, isOfDetails } from './carry-out/details.ts'
import { narrowerFiles } from './carry-out/narrower.ts'
import {
  carryOutRegistration,
  isOfRegistration,
  type RegistrationAct,
} from './carry-out/registration.ts'
import { type Scene, tellingOf, wordsOf, writerOf } from './carry-out/scene.ts'
import { carryOutWaiting, isOfWaiting, type WaitingAct } from './carry-out/waiting.ts'
import { keepClock } from './clock.ts'
import { type Desk, instant } from './desk.ts'
import { addToBundle } from './due/bundles.ts'
import { gatherCircle } from './gather/circle.ts'
import type { Letter } from './gather.ts'
import { moveTo } from './move.ts'
import { addComment, seenAsSent } from './on-behalf.ts'
import { type NewTicket, openTicket } from './open-ticket.ts'
import { type Told, tell } from './tell.ts'
import { tellOfKeptBack } from './unreachable.ts'
import { makeChange } from './work/change.ts'
import { flowBack } from './work/escalate.ts'

/** What came of a decision: the ticket that it ended at, and who is told what. */
export interface Carried {
  ticket: number | null
  told: Told[]
}

/**
 * Does what was decided: every act in its order, in the transaction of the writer, each with an
 * event. A `quiet` mail is threaded and tells nobody.
 */
export async function carryOut(
  desk: Desk,
  writer: Writer,
  arrived: Letter & { quiet: boolean },
  gathered: Facts,
  decision: Decision,
): Promise<Carried> {
  const { letter, facts } =
    gathered.forward && decision.outcome === 'opened'
      ? seenAsSent(arrived, gathered, gathered.forward)
      : { letter: arrived, facts: gathered }
  const at = instant(desk.now())
  const told: Told[] = []
  const nothing = { ticket: null, circle: null, entry: null, before: null, updated: false }
  const scene: Scene = { ...nothing, told, more: {} }
  if (decision.ticket !== null) await enter(desk, writer, scene, decision.ticket, facts)
  for (const act of decision.acts) {
    if (act.act === 'tell') {
      if (letter.quiet) continue
      const telling = tellingOf(scene, letter, facts, decision, act)
      const answer = await answerFacts(desk, writer, letter, facts, decision, act)
      const more = { ...telling.more, ...answer.more }
      told.push(...(await tell(desk, writer, { ...telling, ...answer, more })))
    } else if (act.act === 'suppress') {
      const row = await showOutbox(writer, act.outboxId)
      const { words } = act
      if (row) {
        const back = { row, words, report: { ledgerId: letter.ledgerId, mail: letter.mail } }
        told.push(...(await cameBack(desk, writer, back, act.kind, letter.quiet)))
      }
    } else if (isOfDetails(act)) {
      told.push(...(await carryOutDetails(desk, writer, letter, facts, act)))
    } else if (isOfAccess(act)) {
      await carryOutAccess(writer, letter, facts, act, scene.ticket?.number ?? null, at)
    } else if (isOfRegistration(act)) {
      told.push(...(await carryOutRegistration(desk, writer, letter, facts, act)))
    } else if (isOfWaiting(act)) {
      await carryOutWaiting(writer, letter, act, actorOf(facts), at)
    } else await perform(desk, writer, scene, letter, facts, act, at)
  }
  const { ticket, circle, before, updated } = scene
  if (ticket && before && !letter.quiet) {
    await keepClock(desk, writer, before, ticket, updated, at)
  }
  if (ticket && circle) told.push(...(await tellOfKeptBack(desk, writer, { ticket, circle }, told)))
  return { ticket: ticket?.number ?? decision.ticket, told }
}

async function perform(
  desk: Desk,
  writer: Writer,
  scene: Scene,
  letter: Letter & { quiet: boolean },
  facts: Facts,
  act: Exclude<
    Act,
    { act: 'tell' | 'suppress' } | AccessAct | RegistrationAct | DetailsAct | WaitingAct
  >,
  at: string,
): Promise<void> {
  const actor = actorOf(facts)
  switch (act.act) {
    case 'open': {
      await open(desk, writer, scene, letter, act, actor, at)
      if (letter.answer !== undefined) {
        await passOn(writer, letter.answer, actor, ticketOf(scene).number, at)
      }
      return
    }
    case 'add-entry': {
      await enterInto(desk, writer, scene, letter, facts, act, at)
      return
    }
    case 'comment': {
      await addComment(writer, ticketOf(scene).number, letter, act, at)
      return
    }
    case 'add-participant': {
      const { number } = ticketOf(scene)
      if (!(await addParticipant(writer, number, act.person, actor, at))) return
      scene.circle?.participants.push(act.person)
      const data = { address: act.person.address }
      await addEvent(writer, { at, ticket: number, actor, kind: 'participant-added', data })
      return
    }
    case 'accept-entries': {
      await acceptEntries(writer, ticketOf(scene).number, act.address)
      return
    }
    case 'bundle': {
      if (!letter.quiet) await addToBundle(writer, ticketOf(scene).number, at)
      return
    }
    case 'change': {
      await change(desk, writer, scene, letter, facts, act.change)
      return
    }
    case 'move': {
      scene.ticket = await moveTo(writer, ticketOf(scene), act, actor, at)
      return
    }
    case 'unsuppress': {
      const { address } = act
      const ticket = scene.ticket?.number
      if (await unsuppress(writer, address, at, true)) {
        const event = { at, actor, kind: 'address-unsuppressed', data: { address } }
        await addEvent(writer, { ...event, ...(ticket !== undefined && { ticket }) })
      }
      return
    }
    case 'record': {
      const ticket = scene.ticket?.number
      await addEvent(writer, {
        at,
        actor,
        kind: act.event,
        data: { ...act.data, mail: letter.ledgerId },
        ...(ticket !== undefined && { ticket }),
      })
    }
  }
}

async function open(
  desk: Desk,
  writer: Writer,
  scene: Scene,
  { mail, quiet }: Letter & { quiet: boolean },
  act: Extract<Act, { act: 'open' }>,
  actor: string,
  at: string,
): Promise<void> {
  scene.ticket = await openTicket(desk, writer, askedBy(desk, mail, act), at, !quiet)
  scene.circle = await gatherCircle(writer, desk.config, scene.ticket)
  const { number } = scene.ticket
  const { fields } = act.stated
  if (Object.keys(fields).length > 0) await setTicketFields(writer, number, fields)
  await addEvent(writer, { at, ticket: number, actor, kind: 'opened' })
}

/** The mail becomes a part of the conversation. */
async function enterInto(
  desk: Desk,
  writer: Writer,
  scene: Scene,
  letter: Letter,
  facts: Facts,
  act: Extract<Act, { act: 'add-entry' }>,
  at: string,
): Promise<void> {
  const { mail, ledgerId } = letter
  const { number } = ticketOf(scene)
  const reply = act.reply ?? mail.reply
  const narrower = await narrowerFiles(writer, number, mail, facts, act.direction)
  const words = { ...wordsOf(letter, facts, act.audience, reply), narrower }
  const id = await addEntry(writer, {
    ticket: number,
    at,
    direction: act.direction,
    audience: act.audience,
    side: act.side,
    from: writerOf(facts),
    recipients: [...mail.to, ...mail.cc].map((a) => a.address),
    subject: mail.subject,
    verified: act.verified,
    ledgerId,
    text: mail.text,
    reply,
    html: htmlOf(words),
    folds: mail.folds,
    attachments: mail.attachments,
  })
  scene.entry = { id, words }
  // A ticket that was opened just now has this instant already.
  if (scene.ticket?.updatedAt !== at) await touchTicket(writer, number, at)
  if (act.direction === 'out') {
    scene.updated ||= mail.automatic === null
    const answered = { entry: scene.entry, writer: writerOf(facts), mail: letter }
    scene.told.push(...(await flowBack(desk, writer, ticketOf(scene), answered)))
  }
}

/** What was worked and passed on long ago was booked then: an import does not do it again. */
const OF_THEIR_DAY: readonly Change['what'][] = ['minutes', 'refund', 'charge', 'escalate']

async function change(
  desk: Desk,
  writer: Writer,
  scene: Scene,
  letter: Letter,
  facts: Facts,
  asked: Change,
): Promise<void> {
  const { circle, entry } = scene
  if (!circle || (desk.tellsNobody && OF_THEIR_DAY.includes(asked.what))) return
  const by = writerOf(facts)
  const at = { ticket: ticketOf(scene), circle, entry, by, mail: letter, actor: by.address }
  const changed = await makeChange(desk, writer, at, asked)
  if (changed.ticket.number !== at.ticket.number) scene.before = changed.ticket
  scene.updated ||= asked.what === 'plan'
  scene.ticket = changed.ticket
  scene.circle = changed.circle
  scene.told.push(...changed.told)
  Object.assign(scene.more, changed.more)
}

async function enter(
  desk: Desk,
  writer: Writer,
  scene: Scene,
  number: number,
  facts: Facts,
): Promise<void> {
  const target = facts.evidence.find((e) => e.number === number)?.target
  scene.ticket = target?.ticket ?? (await findTicket(writer, number)) ?? null
  scene.before = scene.ticket
  scene.circle =
    target?.circle ?? (scene.ticket && (await gatherCircle(writer, desk.config, scene.ticket)))
}

/** The ticket that a mail asks for. */
function askedBy(desk: Desk, mail: Mail, act: Extract<Act, { act: 'open' }>): NewTicket {
  const { department, mailbox, accountId, requester, supportSide } = act
  const { priority, fields } = act.stated
  const written = fields.subject ?? mail.subject
  return {
    subject: baseSubject(withoutTags(written, desk.config.desk.tag)),
    priority,
    reason: fields.reason ?? null,
    locale: act.locale ?? desk.config.desk.locale,
    ...{ department, mailbox, accountId, requester, supportSide },
  }
}

/** Who has it done: the writer, or whoever released their mail. */
function actorOf({ release, sender }: Facts): string {
  return release?.by ?? sender.address
}

function ticketOf(scene: Scene): Ticket {
  if (!scene.ticket) throw new Error('The decision names a ticket that is not there.')
  return scene.ticket
}
