import type { Command } from 'commander'
import type { Desk } from '../../engine/desk.ts'
import { findStop } from '../../store/sending-stop.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { soon } from '../soon.ts'
import { each, throwFailed, wholeNumbers } from './each.ts'

/** What may be said of a mail, and what follows from it. */
const VERBS = {
  retry: {
    does: 'send mails now that failed, were cancelled, are in doubt or wait; one in doubt may arrive twice',
    done: 'is sent',
    act: 'retryMail',
  },
  cancel: {
    does: 'keep mails that wait from being sent: by number, or all, or those of a mailbox, a template, a ticket; leave one in doubt as it is',
    done: 'will not be sent',
    act: 'cancelMail',
  },
  arrived: {
    does: 'say that a mail in doubt (uncertain) has arrived: it counts as sent, and is not sent again',
    done: 'counts as sent',
    act: 'settleArrived',
  },
} as const

type Verb = keyof typeof VERBS

export interface SettleOptions {
  as?: string
  json?: boolean
}

/** `outbox retry|arrived ID…`, and `outbox cancel` as far as numbers go. */
export function settleCommand(outbox: Command, verb: Verb, argument: '<ids...>' | '[ids...]') {
  return outbox
    .command(verb)
    .argument(argument, 'numbers in the outbox', wholeNumbers)
    .description(VERBS[verb].does)
    .option(...AS)
    .option(...JSON_FLAG)
}

/** Settles mails by their numbers. Throws Failure with all that could not be done. */
export async function settle(
  verb: Verb,
  ids: readonly number[],
  options: SettleOptions,
  command: Command,
  io: Io,
): Promise<void> {
  const { act, done } = VERBS[verb]
  const acts = await import('../../engine/act/outbox.ts')
  const { all, when } = await withDesk(command, io, async (desk) => ({
    all: await each(ids, async (id) => await acts[act](desk, id, options.as ?? null)),
    when: verb === 'retry' ? ` ${await whenSent(desk)}` : '',
  }))
  const numbers = all.done.map(({ id }) => id)
  if (options.json && all.done.length > 0) {
    const which = numbers.length === 1 ? { id: numbers[0] } : { ids: numbers }
    printJson(io, { ...which, [verb]: true })
  } else {
    for (const { id, is } of all.done) {
      const what = is === 'cancelled' ? `was cancelled; after all it ${done}` : done
      io.out(asCalled(`Mail ${id} of the outbox ${what}${when}.\n`, io))
    }
  }
  throwFailed(all)
}

async function whenSent(desk: Desk): Promise<string> {
  const isPaused = (await findStop(desk.store.read)) !== null
  return isPaused ? 'after `ticketd outbox resume`: the sending is paused' : await soon(desk)
}
