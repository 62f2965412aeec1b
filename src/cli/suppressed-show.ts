import type { Silenced } from '../account/suppression.ts'
import type { Reader } from '../store/database.ts'
import { listSuppressed } from '../store/suppressed.ts'
import { type Io, printJson } from './io.ts'
import { showInstant, showText } from './show.ts'
import { printTable } from './table.ts'

/** One sentence on an address that less, or nothing, is sent to, with the way back. */
export function suppressionLine(suppression: Silenced, timeZone: string): string {
  const { address, kind, since, reason } = suppression
  if (since === null) {
    return `Nothing is sent to ${address}: ${reason} (ticketd contact enable ${address})`
  }
  const what = kind === 'bounced' ? 'Nothing' : 'Nothing automatic'
  const when = showInstant(since, timeZone)
  return `${what} is sent to ${address} since ${when}: ${showText(reason)} (ticketd contact unsuppress ${address})`
}

export async function printSuppressed(
  reader: Reader,
  { limit, json }: { limit: number; json?: boolean },
  timeZone: string,
  io: Io,
): Promise<void> {
  const items = await listSuppressed(reader, limit)
  if (json) return printJson(io, items)
  const cells = items.map((it) => [
    it.address,
    it.kind,
    it.since === null ? '-' : showInstant(it.since, timeZone),
    it.outboxId === null ? '-' : String(it.outboxId),
    it.reason,
  ])
  printTable(io, ['address', 'because', `since (${timeZone})`, 'mail', 'the server said'], cells)
}
