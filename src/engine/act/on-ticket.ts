import { Failure } from '../../errors.ts'
import { storable, withPlainLineEnds } from '../../message/unicode.ts'
import type { Writer } from '../../store/database.ts'
import { addEntry } from '../../store/entries.ts'
import { touchTicket } from '../../store/tickets.ts'
import type { Happening } from '../../ticket/happening.ts'
import { type Move, step } from '../../ticket/lifecycle.ts'
import type { Audience, Circle, Person, Ticket } from '../../ticket/ticket.ts'
import { keepClock } from '../clock.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import { moveTo } from '../move.ts'
import { type Telling, type Told, tell } from '../tell.ts'
import { tellOfKeptBack } from '../unreachable.ts'
import { type Actor, actorOf, writerOf } from './actor.ts'
import { notAllowed, type Standing, standingOf } from './standing.ts'
import { ticketNamed } from './ticket-named.ts'

/** What became of a ticket, and who is told. */
export interface Done {
  ticket: Ticket
  told: Told[]
}

/** What is at hand while somebody does something to a ticket. */
export interface Scene {
  desk: Desk
  writer: Writer
  ticket: Ticket
  circle: Circle
  actor: Actor
  standing: Exclude<Standing, { side: null }>
  at: string
  /** The ticket as it was found. */
  before: Ticket
  /** Whether the customer has heard from a person of the support side. */
  updated: boolean
}

/**
 * One transaction about one ticket, for whoever may do anything at all to it. A ticket that became
 * part of another one stands for that.
 */
export async function onTicket(
  desk: Desk,
  number: number,
  as: string | null,
  work: (scene: Scene) => Promise<Done>,
): Promise<Done> {
  return await desk.store.transact(async (writer) => {
    const ticket = await ticketNamed(writer, number)
    const actor = await actorOf(writer, desk.config, as)
    const circle = await gatherCircle(writer, desk.config, ticket)
    const standing = standingOf(actor, ticket, circle)
    if (standing.side === null) throw notAllowed(actor, ticket, standing.because)
    const at = instant(desk.now())
    const found = { ticket, circle, actor, standing, before: ticket, updated: false }
    const scene: Scene = { desk, writer, at, ...found }
    const done = await work(scene)
    await keepClock(desk, writer, scene.before, scene.ticket, scene.updated, at)
    return done
  })
}

export function supportOnly({ actor, ticket, standing }: Scene): Standing & { side: 'support' } {
  if (standing.side === 'support') return standing
  throw notAllowed(actor, ticket, 'only the support side writes here; the requester writes a mail')
}

export function wordsOf(text: string): string {
  const words = storable(withPlainLineEnds(text)).trim()
  if (words === '') throw new Failure('empty-text', 'There is no text.')
  return words
}

export function move({ writer, ticket, actor, at }: Scene, what: Move): Promise<Ticket> {
  return moveTo(writer, ticket, step(ticket.status, what), actor.name, at)
}

export async function write(
  scene: Scene,
  direction: 'out' | 'note',
  audience: Audience,
  text: string,
): Promise<NonNullable<Telling['entry']>> {
  const { writer, ticket, circle, at } = scene
  const from = speaker(scene)
  const customers = [circle.requester, ...circle.participants].map((person) => person.address)
  const plain = { text, reply: text, html: null, folds: [], attachments: [] }
  const id = await addEntry(writer, {
    ...plain,
    ticket: ticket.number,
    at,
    direction,
    audience,
    side: 'support',
    from,
    recipients: direction === 'out' ? customers : [],
    subject: ticket.subject,
    verified: true,
    ledgerId: null,
  })
  await touchTicket(writer, ticket.number, at)
  scene.updated ||= direction === 'out'
  return { id, words: { ...plain, writer: from, audience } }
}

/** The operator speaks as the desk itself. */
function speaker({ desk: { config }, ticket, actor }: Scene): Person {
  const mailbox = config.mailboxes.find((m) => m.name === ticket.mailbox) ?? config.mailboxes[0]
  return writerOf(actor) ?? { name: config.desk.name, address: mailbox.address }
}

export async function told(
  scene: Scene,
  happening: Happening,
  entry: Telling['entry'],
  more: NonNullable<Telling['more']> = {},
): Promise<Done> {
  const { desk, writer, ticket, circle, actor } = scene
  const told = await tell(desk, writer, {
    happening,
    silence: null,
    ticket,
    circle,
    writer: writerOf(actor),
    known: true,
    mailbox: ticket.mailbox,
    mail: null,
    entry,
    more,
  })
  const lost = await tellOfKeptBack(desk, writer, { ticket, circle }, told)
  return { ticket, told: [...told, ...lost] }
}
