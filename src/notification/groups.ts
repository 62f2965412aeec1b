import { type Audience, type Person, supportSideOf } from '../ticket/ticket.ts'
import type { Surroundings } from './surroundings.ts'

/** One person of a group: in which capacity (ends "Told as …"), and what may be shown. */
export interface Member {
  person: Person
  as: string
  audience: Audience
}

/** A group of people around a ticket, as the table of recipients names it. */
export type Group = (around: Surroundings) => Member[]

export const requester: Group = ({ ticket, circle }) =>
  ticket && circle ? [customer(circle.requester, 'the requester')] : []

export const participants: Group = ({ circle, participantsLimit }) =>
  (circle?.participants ?? [])
    .slice(0, participantsLimit)
    .map((person) => customer(person, 'a participant'))

/**
 * Agents see all; support contacts are no part of the vendor and never see what
 * is only the vendor's.
 */
export const supportSide: Group = ({ ticket, circle }) => {
  if (!ticket || !circle) return []
  const agents = new Set(ticket.supportSide === 'desk' ? circle.agents.map((a) => a.address) : [])
  return supportSideOf(ticket, circle).map((person) =>
    agents.has(person.address)
      ? agent(person, `an agent of ${ticket.department}`)
      : { person, as: 'a support contact', audience: 'support' },
  )
}

/** The agents where the desk answers the ticket, else the whole support side. */
export const desk: Group = (around) => {
  const side = supportSide(around)
  return around.ticket?.supportSide === 'desk' ? side.filter((m) => m.audience === 'vendor') : side
}

/**
 * Who of the support side can be told that somebody cannot; the administrators
 * where nobody is left.
 */
export const whoIsLeft: Group = (around) => {
  const gone = around.unreachable ?? []
  const left = supportSide(around).filter((m) => !gone.includes(m.person.address))
  return left.length > 0 ? left : administrators(around)
}

export const otherDepartment: Group = ({ otherAgents }) =>
  (otherAgents ?? []).map((person) => agent(person, 'an agent of the other department'))

/** Who wrote, answered with what this person may see: only the answer itself. */
export const theWriter: Group = ({ writer }) =>
  writer ? [customer(writer, 'the writer of the mail')] : []

export const decisionMaker: Group = (around) =>
  around.decisionMaker ? [customer(around.decisionMaker, 'the Decision Maker')] : []

/** Whom it is about. */
export const thePerson: Group = ({ person }) =>
  person ? [customer(person, 'the person that it is about')] : []

export const theSupportContact: Group = ({ person }) =>
  person ? [{ person, as: 'the support contact', audience: 'support' }] : []

/** Who may decide about mails that wait. */
export const theDecider: Group = ({ decider }) => {
  if (!decider) return []
  const as = 'one who may decide'
  return [{ person: decider.person, as, audience: decider.vendor ? 'vendor' : 'support' }]
}

export const administrators: Group = (around) =>
  (around.administrators ?? []).map((address) => agent({ name: '', address }, 'an administrator'))

function customer(person: Person, as: string): Member {
  return { person, as, audience: 'customer' }
}

function agent(person: Person, as: string): Member {
  return { person, as, audience: 'vendor' }
}
