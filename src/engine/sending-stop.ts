import type { Writer } from '../store/database.ts'
import {
  findStop,
  newestRow,
  type SendingStop,
  setStop,
  wereMoreWritten,
} from '../store/sending-stop.ts'
import { type Desk, instant } from './desk.ts'
import { tellApart } from './tell-apart.ts'

const HOUR = 3_600_000

/**
 * Why nothing may leave; null: it may. Asked in the transaction that takes mails out of the outbox:
 * when more were written in an hour than `outbox.alarmAbove`, the sending stops before the next one
 * leaves, and the administrators are told, by `mailbox`, in mails that leave all the same.
 */
export async function stopOf(
  desk: Desk,
  writer: Writer,
  mailbox: string,
): Promise<SendingStop | null> {
  const stop = await findStop(writer)
  if (stop) return stop
  const { alarmAbove: most } = desk.config.outbox
  if (most === 0) return null
  const now = desk.now()
  const within = { since: instant(now - HOUR), now: instant(now) }
  if (!(await wereMoreWritten(writer, most, within))) return null
  const last = await newestRow(writer)
  const told = await tellApart(desk, writer, {
    happening: 'sending-stopped',
    mailbox,
    more: { stoppedAbove: most },
  })
  const because = `More than ${most} mails were written within an hour (outbox.alarmAbove).`
  const but = told.map((_, i) => last + 1 + i)
  const stopped = { at: instant(now), by: 'ticketd', because, but }
  await setStop(writer, stopped)
  desk.log.error({ most }, `Sending stopped: ${because} \`ticketd outbox resume\` goes on.`)
  return stopped
}
