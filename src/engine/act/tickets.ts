import { Failure } from '../../errors.ts'
import { storable, withPlainLineEnds } from '../../message/unicode.ts'
import type { Writer } from '../../store/database.ts'
import { addEntry } from '../../store/entries.ts'
import { findTicket, touchTicket } from '../../store/tickets.ts'
import { readCommands } from '../../ticket/commands.ts'
import type { Happening } from '../../ticket/happening.ts'
import { type Move, step } from '../../ticket/lifecycle.ts'
import type { Audience, Circle, Person, Ticket } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather.ts'
import { moveTo } from '../move.ts'
import { type Telling, type Told, tell } from '../tell.ts'
import { tellOfKeptBack } from '../unreachable.ts'
import { type Actor, actorOf, writerOf } from './actor.ts'
import { noTicket } from './no-ticket.ts'
import { notAllowed, type Standing, standingOf } from './standing.ts'

/** What became of a ticket, and who is told. */
export interface Done {
  ticket: Ticket
  told: Told[]
}

/** A person's answer to the customer and the rest of the support side. */
export async function reply(
  desk: Desk,
  number: number,
  text: string,
  as: string | null,
): Promise<Done> {
  const words = wordsOf(text)
  refuseCommands(words)
  return await onTicket(desk, number, as, async (scene) => {
    supportOnly(scene)
    const entry = await write(scene, 'out', 'customer', words)
    scene.ticket = await move(scene, 'support-wrote')
    return await told(scene, 'support-replied', entry)
  })
}

/** Commands are for mail: here they would reach the customer as they stand. */
function refuseCommands(text: string): void {
  const { commands, unknown } = readCommands(text)
  if (commands.length + unknown.length === 0) return
  throw new Failure('usage', 'The text has a line that is a command in mails; nothing was sent.', {
    advice: 'Use `ticketd ticket close`, `note` and so on, and leave the line out.',
  })
}

/** A note of the support side: of an agent for the vendor alone, of a support contact for that side. */
export async function note(
  desk: Desk,
  number: number,
  text: string,
  as: string | null,
): Promise<Done> {
  const words = wordsOf(text)
  return await onTicket(desk, number, as, async (scene) => {
    const { vendor } = supportOnly(scene)
    await write(scene, 'note', vendor ? 'vendor' : 'support', words)
    return { ticket: scene.ticket, told: [] }
  })
}

export async function close(desk: Desk, number: number, as: string | null): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    if (scene.ticket.status === 'closed') {
      throw new Failure('already', `Ticket ${number} is closed already.`)
    }
    scene.ticket = await move(scene, 'close')
    return await told(scene, 'closed', null)
  })
}

export async function reopen(desk: Desk, number: number, as: string | null): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    if (scene.ticket.status !== 'closed') {
      throw new Failure('already', `Ticket ${number} is not closed.`)
    }
    scene.ticket = await move(scene, 'reopen')
    return await told(scene, 'reopened', null)
  })
}

/** What is at hand while somebody does something to a ticket. */
interface Scene {
  desk: Desk
  writer: Writer
  ticket: Ticket
  circle: Circle
  actor: Actor
  standing: Exclude<Standing, { side: null }>
  at: string
}

/** One transaction about one ticket, for whoever may do anything at all to it. */
async function onTicket(
  desk: Desk,
  number: number,
  as: string | null,
  work: (scene: Scene) => Promise<Done>,
): Promise<Done> {
  return await desk.store.transact(async (writer) => {
    const ticket = await findTicket(writer, number)
    if (!ticket) throw noTicket(number)
    const actor = await actorOf(writer, desk.config, as)
    const circle = await gatherCircle(writer, desk.config, ticket)
    const standing = standingOf(actor, ticket, circle)
    if (standing.side === null) throw notAllowed(actor, ticket, standing.because)
    return await work({ desk, writer, ticket, circle, actor, standing, at: instant(desk.now()) })
  })
}

function supportOnly({ actor, ticket, standing }: Scene): Standing & { side: 'support' } {
  if (standing.side === 'support') return standing
  throw notAllowed(actor, ticket, 'only the support side writes here; the requester writes a mail')
}

function wordsOf(text: string): string {
  const words = storable(withPlainLineEnds(text)).trim()
  if (words === '') throw new Failure('empty-text', 'There is no text.')
  return words
}

function move({ writer, ticket, actor, at }: Scene, what: Move): Promise<Ticket> {
  return moveTo(writer, ticket, step(ticket.status, what), actor.name, at)
}

async function write(
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
  return { id, words: { ...plain, writer: from, audience } }
}

/** The operator speaks as the desk itself. */
function speaker({ desk: { config }, ticket, actor }: Scene): Person {
  const mailbox = config.mailboxes.find((m) => m.name === ticket.mailbox) ?? config.mailboxes[0]
  return writerOf(actor) ?? { name: config.desk.name, address: mailbox.address }
}

async function told(scene: Scene, happening: Happening, entry: Telling['entry']): Promise<Done> {
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
  })
  const lost = await tellOfKeptBack(desk, writer, { ticket, circle }, told)
  return { ticket, told: [...told, ...lost] }
}
