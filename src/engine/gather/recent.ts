import type { Config } from '../../config/schema.ts'
import type { TicketFacts } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import type { Reader } from '../../store/database.ts'
import { countSameText } from '../../store/entries.ts'
import { countSince, wasBraked } from '../../store/events.ts'
import { countRecentOfTicket } from '../../store/ledger-look-up.ts'
import type { Ticket } from '../../ticket/ticket.ts'

/** How busy a ticket was lately, and how much of it the writer of this mail caused. */
export async function gatherRecent(
  reader: Reader,
  { limits: { relays, reopenings } }: Config,
  { number, status }: Ticket,
  mail: Mail,
  now: number,
): Promise<TicketFacts['recent']> {
  const from = mail.from?.address ?? ''
  const ago = (ms: number) => new Date(now - ms).toISOString()
  const since = ago(relays.within)
  const mails = await countRecentOfTicket(reader, number, from, since)
  const same = await countSameText(reader, number, from, since, mail.reply)
  // Asked only where the brake may be on: nearly always it is not.
  const isMuch = mails + 1 >= relays.count || same + 1 >= relays.same
  return {
    mails,
    same,
    braked: isMuch && (await wasBraked(reader, number, from, since)),
    // What is open cannot be reopened.
    reopenings:
      status === 'closed'
        ? await countSince(reader, number, 'reopened', ago(reopenings.within))
        : 0,
  }
}
