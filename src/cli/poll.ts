import type { Command } from 'commander'
import type { Desk } from '../engine/desk.ts'
import { Failure } from '../errors.ts'
import { readPulse } from '../store/pulse.ts'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { type LogOptions, withLogOptions } from './log-options.ts'
import { withDesk } from './open.ts'
import { withProgress } from './progress.ts'
import { counted } from './show.ts'
import { stopAtSignal } from './stop-at-signal.ts'

/** `poll`: one pass over all mailboxes and the outbox, then the end. */
export function register(program: Command, io: Io): void {
  withLogOptions(program.command('poll').option(...JSON_FLAG), 'warn').action(
    (options: PollOptions, command: Command) => poll(options, command, io),
  )
}

type PollOptions = LogOptions & { json?: boolean }

async function poll(options: PollOptions, command: Command, io: Io): Promise<void> {
  const [{ pollOnce }, { killAt }, { createLog }] = await Promise.all([
    import('../engine/poll.ts'),
    import('../engine/kill-points.ts'),
    import('../log.ts'),
  ])
  const stop = new AbortController()
  stopAtSignal(stop)
  const onStep = killAt(io.env.TICKETD_KILL_AT)
  const log = createLog({ level: options.logLevel, pretty: options.pretty })
  const pass = async (desk: Desk) => {
    const polled = await withProgress(command, io, { what: 'mails taken in' }, (taken) =>
      withProgress(command, io, { what: 'mails sent' }, (sent) =>
        pollOnce(desk, stop.signal, onStep, { taken, sent }),
      ),
    )
    return { ...polled, queued: (await readPulse(desk.store.read)).outbox.queued }
  }
  const polled = await withDesk(command, io, pass, log)
  if (options.json) printJson(io, polled)
  else {
    const { sent, waiting, failed, uncertain } = polled.outbox
    const rest = `${waiting} waiting, ${failed} failed, ${uncertain} uncertain`
    for (const { name, error } of polled.mailboxes) io.out(`${name}: ${error ?? 'ok'}\n`)
    io.out(`${sent} sent, ${rest}\n`)
    if (polled.queued > 0) io.out(`${counted(polled.queued, 'mail')} still to be sent\n`)
  }
  const failed = polled.mailboxes.filter((mailbox) => mailbox.error !== null)
  if (failed.length > 0) {
    const names = failed.map((mailbox) => mailbox.name).join(', ')
    throw new Failure('poll', `Not every mailbox could be read: ${names}.`, {
      advice: '`ticketd mailbox test NAME` says more.',
    })
  }
}
