import type { Command } from 'commander'
import type { SendingStop } from '../../store/sending-stop.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { showInstant, showText } from '../show.ts'
import { soon } from '../soon.ts'

interface Options {
  reason?: string
  as?: string
  json?: boolean
}

/** `outbox pause|resume`. */
export function registerPause(outbox: Command, io: Io): void {
  outbox
    .command('pause')
    .description('send nothing any more; what is to leave waits in the outbox')
    .option('--reason <text>', 'why, for whoever looks')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => pause(options, command, io))
  outbox
    .command('resume')
    .description('let mail leave again, also after too many were to leave in an hour')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => resume(options, command, io))
}

async function pause(options: Options, command: Command, io: Io): Promise<void> {
  const { pauseSending } = await import('../../engine/act/sending.ts')
  const { reason = null, as = null } = options
  const { stop, before, timeZone } = await withDesk(command, io, async (desk) => ({
    ...(await pauseSending(desk, reason, as)),
    timeZone: desk.config.desk.timeZone,
  }))
  if (options.json) {
    const { by, because } = stop
    return printJson(io, { paused: true, by, because, already: before !== null })
  }
  const lines =
    stop === before
      ? [`Nothing to do: ${stopLine(stop, timeZone)}`]
      : [
          'No mail leaves until `ticketd outbox resume`. Mail still comes in.',
          ...(before === null ? [] : [`Before: ${stopSentence(before, timeZone)}`]),
        ]
  io.out(asCalled(`${lines.join('\n')}\n`, io))
}

async function resume(options: Options, command: Command, io: Io): Promise<void> {
  const { resumeSending } = await import('../../engine/act/sending.ts')
  const { resumed, when } = await withDesk(command, io, async (desk) => {
    const resumed = await resumeSending(desk, options.as ?? null)
    return { resumed, when: await soon(desk) }
  })
  if (options.json) return printJson(io, { paused: false, resumed })
  const said = resumed ? `Mail leaves again ${when}.` : 'Nothing to do: the sending is not paused.'
  io.out(asCalled(`${said}\n`, io))
}

/** `Sending was paused by ops@acme.test at 2026-11-21 13:00 (Europe/Madrid): import.` */
export function stopSentence({ at, by, because }: SendingStop, timeZone: string): string {
  const since = `${showInstant(at, timeZone)} (${timeZone})`
  const why = because === null ? '' : `: ${showText(because).replace(/\.$/, '')}`
  const said = by === 'ticketd' ? 'stopped automatically' : `paused by ${showText(by)}`
  return `Sending was ${said} at ${since}${why}.`
}

/** The same, with what to do about it. */
export function stopLine(stop: SendingStop, timeZone: string): string {
  return `${stopSentence(stop, timeZone)} No mail leaves: ticketd outbox resume`
}
