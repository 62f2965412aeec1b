import { phrasesPattern, REDACTED } from '../../account/redacted.ts'
import { Failure } from '../../errors.ts'
import { addEvent } from '../../store/events.ts'
import { redactTicket } from '../../store/redacting.ts'
import { findTicket } from '../../store/tickets.ts'
import { type Desk, instant } from '../desk.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { noTicket } from './no-ticket.ts'

/**
 * Takes phrases for good out of all words of a ticket, wherever they stand alone. Gives how many
 * subjects, texts, names of attachments and mails held one. Throws Failure `no-ticket`,
 * `not-allowed`, `nothing-found`.
 */
export async function redact(
  desk: Desk,
  number: number,
  phrases: readonly string[],
  as: string | null,
): Promise<number> {
  return await desk.store.transact(async (writer) => {
    const ticket = await findTicket(writer, number)
    if (!ticket) throw noTicket(number)
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk(`take words out of ticket ${number}`, desk.config, actor)
    const pattern = phrasesPattern(phrases)
    const places = pattern === null ? 0 : await redactTicket(writer, number, pattern, REDACTED)
    if (places === 0) {
      throw new Failure('nothing-found', `Ticket ${number} says nothing of the kind.`)
    }
    // Of what was taken out nothing is told.
    const event = { at: instant(desk.now()), ticket: number, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'redacted', data: { places } })
    return places
  })
}
