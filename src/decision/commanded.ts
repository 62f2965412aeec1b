import { startedMinutes } from '../access/credits.ts'
import { type Capacity, mayCommand } from '../account/command-rights.ts'
import { type FieldPolicy, readCase } from '../ticket/case-fields.ts'
import { type Command, formOf, written } from '../ticket/commands.ts'
import { type Circle, type Person, supportSideOf, type Ticket } from '../ticket/ticket.ts'
import type { Change } from './change.ts'
import type { NamedFacts } from './facts.ts'

/** Why a command is not done; each has its sentence in the mail that says so. */
export const WHYS = [
  'unknown',
  'form',
  'misplaced',
  'below-quote',
  'not-allowed',
  'own-address',
  'contradiction',
  'not-there',
  'same-ticket',
  'other-account',
  'not-of-support',
  'no-department',
  'already',
  'closed',
  'no-time',
  'no-refund',
  'no-payer',
  'no-value',
] as const
export type Why = (typeof WHYS)[number]

/** A line that is not done, why, and how it is written rightly where that is the matter. */
export interface Refusal {
  line: string
  why: Why
  form: string | null
}

export interface Giver {
  person: Person
  capacity: Capacity
  /** The operator: no ticket is hidden from them. */
  seesAll?: boolean
}

/** What commands are judged by. */
export interface CommandScene {
  ticket: Ticket
  circle: Circle
  named: NamedFacts | null
  policy: CommandPolicy
}

export interface CommandPolicy {
  /** What fields may hold, and how departments are called. */
  caseFields: FieldPolicy
  /** Minutes that may be logged at once. */
  mostLogged: number
}

export interface Judged {
  changes: Change[]
  refusals: Refusal[]
}

/** What the commands of one person come to: all of them, or nothing. */
export function judgeCommands(
  commands: readonly Command[],
  giver: Giver,
  scene: CommandScene,
): Judged {
  const changes: Change[] = []
  const refusals: Refusal[] = []
  for (const command of commands) {
    const found = mayCommand(giver.capacity, command.name)
      ? (contradictionIn(command, commands) ??
        tooLate(command, commands, scene) ??
        judge(command, giver, scene))
      : 'not-allowed'
    if (typeof found === 'string') {
      refusals.push({ line: written(command), why: found, form: null })
    } else if (found) changes.push(found)
  }
  return { changes, refusals }
}

/** A line that begins like a command and is none. */
export function refusalOf(line: string): Refusal {
  const form = formOf(line)
  return { line, why: form === null ? 'unknown' : 'form', form }
}

/** A command where none is taken: passed on it would show, or make public what was to be a note. */
export function misplacedOf(line: string): Refusal {
  return { line: line.trim(), why: 'misplaced', form: null }
}

/** Passed on, the mail of ours that is answered would show the customer what is not for them. */
export function belowQuoteOf(line: string): Refusal {
  return { line, why: 'below-quote', form: null }
}

const REPEATABLE: readonly Command['name'][] = ['add', 'field']

/** Two commands that cannot both be meant. */
function contradictionIn({ name }: Command, all: readonly Command[]): Why | null {
  const names = all.map((one) => one.name)
  const twice = !REPEATABLE.includes(name) && names.filter((one) => one === name).length > 1
  const against = name === 'reopen' && names.includes('close')
  return twice || against ? 'contradiction' : null
}

/** Nobody helps further with what is over; the same mail may reopen it. */
function tooLate(
  { name }: Command,
  all: readonly Command[],
  { ticket }: Pick<CommandScene, 'ticket'>,
): Why | null {
  if (name !== 'escalate' || ticket.status !== 'closed') return null
  return all.some((one) => one.name === 'reopen') ? null : 'closed'
}

/** Null: what the command does is no change of this kind. */
function judge(command: Command, giver: Giver, scene: CommandScene): Change | Why | null {
  const { ticket, circle } = scene
  switch (command.name) {
    case 'priority':
      // What is so already is no change: nobody is told of it.
      return command.priority === ticket.priority
        ? null
        : { what: 'priority', to: command.priority }
    case 'plan':
      return { what: 'plan', text: command.text }
    case 'assign': {
      const { address } = command
      const to = supportSideOf(ticket, circle).find((person) => person.address === address)
      if (!to) return 'not-of-support'
      return to.address === ticket.owner ? null : { what: 'owner', to }
    }
    case 'department': {
      const to = departmentCalled(command.department, scene.policy.caseFields)
      if (to === undefined) return 'no-department'
      return to === ticket.department ? null : { what: 'department', to }
    }
    case 'merge':
      return mergeInto(command.into, giver, scene)
    case 'escalate': {
      // The desk's own tickets are escalated within the house.
      if (ticket.supportSide === 'desk') return null
      const escalation = scene.named?.escalation
      if (!escalation) return 'not-there'
      if (escalation.open !== null) return 'already'
      const { partner } = escalation
      return { what: 'escalate', by: giver.person, partner }
    }
    case 'minutes': {
      const { minutes } = command
      const most = scene.policy.mostLogged
      return startedMinutes(minutes, most) === null ? 'no-time' : { what: 'minutes', minutes }
    }
    case 'refund': {
      const most = scene.named?.refundable ?? 0
      const asked = command.minutes ?? most
      const fits = startedMinutes(asked, most) !== null
      return fits ? { what: 'refund', minutes: command.minutes } : 'no-refund'
    }
    case 'charge': {
      const { whom } = command
      return scene.named?.payers.includes(whom) ? { what: 'charge', whom } : 'no-payer'
    }
    case 'field': {
      const { fields } = readCase(command.line, ticket.department, scene.policy.caseFields)
      const own = Object.keys(fields).some((name) => WITH_COMMANDS.includes(name))
      return own || Object.keys(fields).length !== 1 ? 'no-value' : { what: 'fields', fields }
    }
    default:
      return null
  }
}

/** Fields that are changed by commands of their own, or not at all. */
const WITH_COMMANDS = ['priority', 'department', 'account']

function departmentCalled(word: string, { departments }: FieldPolicy): string | undefined {
  const key = (name: string) => name.normalize('NFKC').toLowerCase().trim()
  return departments.find(({ name, titles }) =>
    [name, ...titles].some((one) => key(one) === key(word)),
  )?.name
}

/** Tickets of two accounts stay apart: the people of one would read what the other's wrote. */
function mergeInto(
  into: number,
  { person, capacity, seesAll = false }: Giver,
  { ticket, named }: CommandScene,
): Change | Why {
  const target = named?.tickets.get(into)
  if (!target) return 'not-there'
  const side = supportSideOf(target.ticket, target.circle)
  // Whether a ticket is there is nobody's business who has no part in it.
  const isTheirs = side.some((one) => one.address === person.address)
  if (capacity !== 'agent' && !isTheirs && !seesAll) return 'not-there'
  // What was merged before stands for the ticket that it became part of.
  const { number, accountId, supportSide, requester } = target.ticket
  if (number === ticket.number) return 'same-ticket'
  const alike =
    accountId === ticket.accountId &&
    supportSide === ticket.supportSide &&
    (accountId !== null || requester.address === ticket.requester.address)
  return alike ? { what: 'merge', into: number } : 'other-account'
}
