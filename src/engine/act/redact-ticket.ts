import { phrasesPattern, REDACTED } from '../../account/redacted.ts'
import { Failure } from '../../errors.ts'
import { addEvent } from '../../store/events.ts'
import { redactTicket } from '../../store/redacting.ts'
import { listTogether } from '../../store/ticket-work.ts'
import { type Desk, instant } from '../desk.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { ticketNamed } from './ticket-named.ts'

/**
 * Takes phrases for good out of all words of a ticket, and of whatever became part of it, wherever
 * they stand alone. Gives how many subjects, texts, names of attachments and mails held one. Throws
 * Failure `no-ticket`, `not-allowed`, `nothing-found`.
 */
export async function redact(
  desk: Desk,
  number: number,
  phrases: readonly string[],
  as: string | null,
): Promise<number> {
  return await desk.store.transact(async (writer) => {
    const ticket = await ticketNamed(writer, number)
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk(`take words out of ticket ${number}`, desk.config, actor)
    const pattern = phrasesPattern(phrases)
    let places = 0
    for (const one of await listTogether(writer, ticket.number)) {
      if (pattern !== null) places += await redactTicket(writer, one, pattern, REDACTED)
    }
    if (places === 0) {
      throw new Failure('nothing-found', `Ticket ${number} says nothing of the kind.`)
    }
    // Of what was taken out nothing is told.
    const event = { at: instant(desk.now()), ticket: ticket.number, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'redacted', data: { places } })
    return places
  })
}
