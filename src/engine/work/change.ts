import type { Change } from '../../decision/change.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { setClock } from '../../store/promises.ts'
import { findTicketFields, setTicketFields } from '../../store/ticket-fields.ts'
import { addLink, mergeTicket, setWork, type Work } from '../../store/ticket-work.ts'
import { addParticipant, findTicket } from '../../store/tickets.ts'
import type { CaseFields, FieldName } from '../../ticket/case-fields.ts'
import { step } from '../../ticket/lifecycle.ts'
import type { Circle, Ticket } from '../../ticket/ticket.ts'
import { keepClock } from '../clock.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import { moveTo } from '../move.ts'
import type { Telling, Told } from '../tell.ts'
import { escalate } from './escalate.ts'
import { takeOverHaste } from './haste.ts'
import { chargeTo, logMinutes, refundMinutes } from './minutes.ts'
import type { ChangeScene } from './scene.ts'

export interface Changed {
  /** The ticket as it is then; after a merge the one that is left. */
  ticket: Ticket
  circle: Circle
  told: Told[]
  /** What mails about it say. */
  more: Pick<NonNullable<Telling['more']>, 'change' | 'other'>
}

/** Does it, with its event. */
export async function makeChange(
  desk: Desk,
  writer: Writer,
  scene: ChangeScene,
  change: Change,
): Promise<Changed> {
  const { ticket } = scene
  switch (change.what) {
    case 'priority':
      return await set(desk, writer, scene, 'priority', ticket.priority, { priority: change.to })
    case 'plan':
      return await set(desk, writer, scene, 'plan', ticket.plan, { plan: change.text })
    case 'owner':
      return await set(desk, writer, scene, 'owner', ticket.owner, { owner: change.to.address })
    case 'department': {
      const to = desk.config.departments.find(({ name }) => name === change.to)
      const stays = ticket.owner !== null && to?.agents.includes(ticket.owner)
      const work = { department: change.to, ...(!stays && { owner: null }) }
      const changed = await set(desk, writer, scene, 'department', ticket.department, work)
      return { ...changed, circle: await gatherCircle(writer, desk.config, changed.ticket) }
    }
    case 'merge':
      return await merge(desk, writer, scene, change.into)
    case 'minutes': {
      const { told } = await logMinutes(desk, writer, scene, scene.actor, change.minutes)
      return { ticket, circle: scene.circle, told, more: {} }
    }
    case 'refund': {
      const { told } = await refundMinutes(desk, writer, scene, scene.actor, change.minutes)
      return { ticket, circle: scene.circle, told, more: {} }
    }
    case 'charge': {
      await chargeTo(desk, writer, ticket, change.whom, scene.actor)
      return { ticket, circle: scene.circle, told: [], more: {} }
    }
    case 'fields':
      return await setFields(desk, writer, scene, change.fields)
    case 'escalate': {
      const told = await escalate(desk, writer, scene, change)
      return { ticket, circle: scene.circle, told, more: {} }
    }
  }
}

async function set(
  desk: Desk,
  writer: Writer,
  { ticket, circle, actor }: ChangeScene,
  what: keyof Work,
  was: string | null,
  work: Partial<Work>,
): Promise<Changed> {
  const at = instant(desk.now())
  const is = work[what] ?? null
  await setWork(writer, ticket.number, work, at)
  const event = { at, ticket: ticket.number, actor, kind: what }
  await addEvent(writer, { ...event, data: { from: was, to: is } })
  const change = { was, is }
  return { ticket: { ...ticket, ...work, updatedAt: at }, circle, told: [], more: { change } }
}

async function setFields(
  desk: Desk,
  writer: Writer,
  scene: ChangeScene,
  fields: CaseFields,
): Promise<Changed> {
  const { number } = scene.ticket
  const was = await findTicketFields(writer, number)
  await setTicketFields(writer, number, { ...was, ...fields })
  const [[name, value] = ['', '']] = Object.entries(fields)
  const from = was[name as FieldName] ?? null
  if (name === 'reason') return await set(desk, writer, scene, 'reason', from, { reason: value })
  const event = { at: instant(desk.now()), ticket: number, actor: scene.actor, kind: 'field' }
  await addEvent(writer, { ...event, data: { field: name, from, to: value } })
  return { ticket: scene.ticket, circle: scene.circle, told: [], more: {} }
}

/** Whoever was part of the one ticket is part of the other one. */
async function merge(
  desk: Desk,
  writer: Writer,
  { ticket, circle, actor }: ChangeScene,
  into: number,
): Promise<Changed> {
  const at = instant(desk.now())
  const found = await findTicket(writer, into)
  if (!found) throw new Error(`There is no ticket ${into} to merge into.`)
  // What is open stays open: its customer reads that we go on there.
  const goesOn = ticket.status !== 'closed' && found.status === 'closed'
  const open = goesOn ? await moveTo(writer, found, step(found.status, 'reopen'), actor, at) : found
  const target = await takeOverHaste(desk, writer, ticket, open, { actor, at })
  await mergeTicket(writer, ticket.number, into, at)
  const gone = { ...ticket, mergedInto: into, status: 'closed' as const }
  // A promise that goes on there has not ended here.
  if (ticket.clock !== null && target.clock === ticket.clock)
    await setClock(writer, ticket.number, null)
  else await keepClock(desk, writer, ticket, gone, false, at)
  for (const person of [circle.requester, ...circle.participants]) {
    if (person.address === target.requester.address) continue
    await addParticipant(writer, into, person, actor, at)
  }
  const { number, subject } = ticket
  await addLink(writer, { ticket: number, other: into, kind: 'merged', at, addedBy: actor })
  await addEvent(writer, { at, ticket: number, actor, kind: 'merged-into', data: { ticket: into } })
  await addEvent(writer, { at, ticket: into, actor, kind: 'merged', data: { ticket: number } })
  return {
    ticket: target,
    circle: await gatherCircle(writer, desk.config, target),
    told: [],
    more: { other: { number, subject } },
  }
}
