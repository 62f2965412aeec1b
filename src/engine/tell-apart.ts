import type { Writer } from '../store/database.ts'
import type { Desk } from './desk.ts'
import { type Telling, type Told, tell } from './tell.ts'

/** What no ticket and no mail has a part in: a person, an account, or the desk itself. */
type Apart = Pick<Telling, 'happening'> &
  Partial<Pick<Telling, 'writer' | 'mailbox' | 'decisionMaker' | 'person' | 'matter' | 'more'>>

/** Tells of something apart from tickets. The first mailbox speaks, where no other is named. */
export async function tellApart(desk: Desk, writer: Writer, apart: Apart): Promise<Told[]> {
  return await tell(desk, writer, {
    silence: null,
    ticket: null,
    circle: null,
    writer: null,
    known: false,
    mailbox: desk.config.mailboxes[0].name,
    mail: null,
    entry: null,
    ...apart,
  })
}
