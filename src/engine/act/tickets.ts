import { Failure } from '../../errors.ts'
import { readCommands } from '../../ticket/commands.ts'
import type { Desk } from '../desk.ts'
import { flowBack } from '../work/escalate.ts'
import { writerOf } from './actor.ts'
import { type Done, move, onTicket, supportOnly, told, wordsOf, write } from './on-ticket.ts'

/** A person's answer to the customer and the rest of the support side. */
export async function reply(
  desk: Desk,
  number: number,
  text: string,
  as: string | null,
): Promise<Done> {
  const words = wordsOf(text)
  refuseCommands(words)
  return await onTicket(desk, number, as, async (scene) => {
    supportOnly(scene)
    const entry = await write(scene, 'out', 'customer', words)
    scene.ticket = await move(scene, 'support-wrote')
    const back = await flowBack(desk, scene.writer, scene.ticket, {
      ...{ entry, mail: null },
      writer: writerOf(scene.actor),
    })
    const done = await told(scene, 'support-replied', entry)
    return { ...done, told: [...done.told, ...back] }
  })
}

/** Commands are for mail: here they would reach the customer as they stand. */
function refuseCommands(text: string): void {
  const { commands, unknown, misplaced } = readCommands(text)
  if (commands.length + unknown.length + misplaced.length === 0) return
  throw new Failure('usage', 'The text has a line that is a command in mails; nothing was sent.', {
    advice: 'Use `ticketd ticket close`, `note` and so on, and leave the line out.',
  })
}

/**
 * A note of the support side: of an agent for the vendor alone, of a support contact for that side.
 */
export async function note(
  desk: Desk,
  number: number,
  text: string,
  as: string | null,
): Promise<Done> {
  const words = wordsOf(text)
  return await onTicket(desk, number, as, async (scene) => {
    const { vendor } = supportOnly(scene)
    const entry = await write(scene, 'note', vendor ? 'vendor' : 'support', words)
    return await told(scene, 'noted', entry)
  })
}

export async function close(desk: Desk, number: number, as: string | null): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    if (scene.ticket.status === 'closed') {
      throw new Failure('already', `Ticket ${number} is closed already.`)
    }
    scene.ticket = await move(scene, 'close')
    return await told(scene, 'closed', null)
  })
}

export async function reopen(desk: Desk, number: number, as: string | null): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    if (scene.ticket.status !== 'closed') {
      throw new Failure('already', `Ticket ${number} is not closed.`)
    }
    scene.ticket = await move(scene, 'reopen')
    return await told(scene, 'reopened', null)
  })
}
