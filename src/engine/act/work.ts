import { type Capacity, supportCapacity } from '../../account/command-rights.ts'
import { TOLD_OF } from '../../decision/change.ts'
import { judgeCommands, type Why } from '../../decision/commanded.ts'
import { Failure } from '../../errors.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Command } from '../../ticket/commands.ts'
import { type Desk, policyOf } from '../desk.ts'
import { gatherCircle, targetOf } from '../gather/circle.ts'
import { namedBy } from '../gather/named.ts'
import { makeChange } from '../work/change.ts'
import { writerOf } from './actor.ts'
import { type Done, onTicket, type Scene, told, wordsOf, write } from './on-ticket.ts'
import { notAllowed } from './standing.ts'

/** Why it is not done, as the end of a sentence. */
const BECAUSE: Record<Why, string> = {
  unknown: 'there is no such command',
  form: 'it is not written rightly',
  'not-allowed': 'they may not',
  'own-address': 'the address is one of our own',
  contradiction: 'it contradicts itself',
  'not-there': 'there is no such ticket',
  'same-ticket': 'it is that very ticket',
  'other-account': 'that ticket is of another account or customer, and the two stay apart',
  'not-of-support': 'nobody with this address answers the ticket',
  'no-department': 'there is no such department',
  already: 'it has been done already',
  closed: 'it is closed; reopen it first',
  'no-time': 'that is no time of work that can be logged at once',
  'no-refund': 'so many credits cannot be given back',
  'no-payer': 'nobody else can pay',
  misplaced: 'that stands in the middle of a text',
  'below-quote': 'nothing is written above it',
  'no-value': 'that is no field of a case, or no value that it may have',
}

/**
 * Does by command line what a command does by mail, judged by the same table. `text` are the words
 * for whoever helps further. Throws Failure `no-ticket`, `not-allowed`, `refused`.
 */
export async function work(
  desk: Desk,
  number: number,
  command: Command,
  as: string | null,
  text: string | null = null,
): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    const { writer, actor } = scene
    const by = writerOf(actor)
    if (command.name === 'escalate' && scene.ticket.supportSide === 'contacts' && !by) {
      throw new Failure('refused', `Ticket ${number} is answered by its support contacts.`, {
        advice: 'Name the one who asks with --as; the vendor answers to that address.',
      })
    }
    const lookUp = async (other: number) => {
      const found = await findTicket(writer, other)
      if (!found) return null
      const ticket = await targetOf(writer, found)
      const recent = { mails: 0, same: 0, braked: false, reopenings: 0 }
      return { ticket, circle: await gatherCircle(writer, desk.config, ticket), recent }
    }
    const named = await namedBy(writer, [command], scene.ticket, lookUp)
    const policy = policyOf(desk.config)
    const { ticket, circle } = scene
    const person = by ?? { name: '', address: '' }
    const giver = { person, capacity: capacityOf(scene), seesAll: by === null }
    const judged = judgeCommands([command], giver, { ticket, circle, named, policy })
    for (const { why } of judged.refusals) {
      if (why === 'not-allowed') throw notAllowed(actor, ticket, 'it is not theirs to do')
      throw new Failure('refused', `Ticket ${number} is as it was: ${BECAUSE[why]}.`)
    }
    const entry = text === null ? null : await write(scene, 'note', noteFor(scene), wordsOf(text))
    const done: Done = { ticket, told: [] }
    for (const change of judged.changes) {
      const place = { ...{ ticket, circle, by, entry }, mail: null, actor: actor.name }
      const changed = await makeChange(desk, writer, place, change)
      if (changed.ticket.number !== ticket.number) scene.before = changed.ticket
      scene.ticket = changed.ticket
      scene.circle = changed.circle
      scene.updated ||= change.what === 'plan'
      const happening = change.what === 'plan' ? 'plan-set' : TOLD_OF[change.what]
      const all = happening ? (await told(scene, happening, null, changed.more)).told : []
      done.told.push(...changed.told, ...all)
    }
    if (command.name === 'escalate' && ticket.supportSide === 'desk') {
      done.told.push(...(await told(scene, 'escalated', entry)).told)
    }
    return { ...done, ticket: scene.ticket }
  })
}

/**
 * The operator may do what an agent may, and what a support contact may where they answer alone.
 */
function capacityOf({ standing, ticket }: Scene): Capacity {
  return standing.side === 'requester'
    ? 'requester'
    : supportCapacity(standing.vendor, ticket.supportSide)
}

function noteFor({ standing }: Scene): 'vendor' | 'support' {
  return standing.side === 'support' && standing.vendor ? 'vendor' : 'support'
}
