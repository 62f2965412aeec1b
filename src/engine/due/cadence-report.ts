import type { Reader } from '../../store/database.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { listPromised } from '../../store/promises.ts'
import { type CadenceReport, cadenceReport } from '../../ticket/cadence-report.ts'
import { monthBefore } from '../../ticket/work-time.ts'
import type { Desk } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tell } from '../tell.ts'
import { dueDay, localTime } from './day.ts'

const LAST = 'cadence-report'

/** What was promised and kept between two instants. */
export async function reportOfCadence(
  reader: Reader,
  from: string,
  to: string,
): Promise<CadenceReport> {
  return cadenceReport(await listPromised(reader, from, to), to)
}

/**
 * On the first of a month the administrators get the report of the month before;
 * true when sent now.
 */
export async function sendCadenceReport(desk: Desk, holder: Holder): Promise<boolean> {
  const { config, store, now } = desk
  const { heldDigest: at, timeZone } = config.desk
  const last = await getMeta<string>(store.read, LAST)
  const firstOfMonth = `${localTime(now(), timeZone).day.slice(0, 7)}-01`
  if (last === undefined) {
    // A new desk has nothing to tell of the month before.
    await holder.transact((writer) => setMeta(writer, LAST, firstOfMonth))
    return false
  }
  if (last === firstOfMonth || dueDay(now(), { at, timeZone }, last) === null) return false
  const { from, to } = monthBefore(now(), timeZone)
  const report = await reportOfCadence(store.read, from, to)
  await holder.transact(async (writer) => {
    await setMeta(writer, LAST, firstOfMonth)
    if (report.total.promised === 0) return
    await tell(desk, writer, {
      ...{ silence: null, ticket: null, circle: null, writer: null, mail: null, entry: null },
      happening: 'cadence-report',
      known: false,
      mailbox: config.mailboxes[0].name,
      more: { cadence: { from, to, report } },
    })
  })
  return report.total.promised > 0
}
