import type { Circle, Person, Ticket } from '../../ticket/ticket.ts'
import type { Telling } from '../tell.ts'

/** What is at hand while something is changed on a ticket, by mail or by command line. */
export interface ChangeScene {
  ticket: Ticket
  circle: Circle
  /** As events name who does it. */
  actor: string
  /** Null: the operator. */
  by: Person | null
  /** The mail with the command, and what it became in the conversation. */
  mail: Telling['mail']
  entry: Telling['entry']
}
