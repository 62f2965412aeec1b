import type { Audience, Circle, Person, Ticket } from '../ticket/ticket.ts'

/** Everybody who may have to be told, and what decides about it. Addresses are lower-cased. */
export interface Surroundings {
  /** Null for what is about no ticket. */
  ticket: Ticket | null
  /** Null for what is about no ticket. */
  circle: Circle | null
  /** Who wrote the mail or gave the command; null where nobody did, or the operator. */
  writer: Person | null
  /** True where a command did it: there are no words to pass on. */
  wordless?: boolean
  /** Who stands in To and Cc of the mail. */
  addressed: readonly string[]
  /** The desk's own addresses, those of groups in front of a mailbox included. */
  ownAddresses: readonly string[]
  participantsLimit: number
  administrators?: readonly string[]
  /** Agents of the other departments that the mail was sent to as well. */
  otherAgents?: readonly Person[]
  decisionMaker?: Person | null
  /** Whom it is about, where that is no ticket. */
  person?: Person | null
  /** For `held-digest`: whose list it is, and whether this is one of the vendor. */
  decider?: { person: Person; vendor: boolean } | null
  /** For `address-bounced`: addresses that nothing is sent to. */
  unreachable?: readonly string[]
  /** For `noted`: whom the words are for. */
  wordsFor?: Audience | null
  /** To whom tickets of the department are escalated. */
  escalation?: readonly string[]
}
