import { Failure } from '../../errors.ts'
import { addEvent } from '../../store/events.ts'
import { listMailboxes, updateMailbox } from '../../store/mailboxes.ts'
import { type Desk, instant } from '../desk.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'

/** A person allows what a mailbox has stopped at: its mails are decided from now on. */
export async function continueMailbox(desk: Desk, name: string, as: string | null): Promise<void> {
  await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk('decide about mailboxes', desk.config, actor)
    const known = (await listMailboxes(writer)).filter((mailbox) => mailbox.name === name)
    const halted = known.filter((mailbox) => mailbox.halted !== null)
    if (halted.length === 0) {
      throw known.length === 0
        ? new Failure('no-mailbox', `No mail was ever read from a mailbox ${name}.`)
        : new Failure('already', `The mailbox ${name} is not stopped.`)
    }
    for (const { id, halted: because } of halted) {
      await updateMailbox(writer, id, { halted: null, rereadSince: null })
      const data = { mailbox: name, because }
      const at = instant(desk.now())
      await addEvent(writer, { at, actor: actor.name, kind: 'mailbox-continued', data })
    }
  })
}
