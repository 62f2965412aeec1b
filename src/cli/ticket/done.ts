import type { Done } from '../../engine/act/on-ticket.ts'
import { type Io, printJson } from '../io.ts'

/** Says what became of a ticket, and who is told. */
export function printDone({ ticket, told }: Done, options: { json?: boolean }, io: Io): void {
  const addressesOf = (some: typeof told) => some.map(({ notice }) => notice.recipient.address)
  const leaving = addressesOf(told.filter((one) => one.keptBack === null))
  const keptBack = addressesOf(told.filter((one) => one.keptBack !== null))
  const { number, status } = ticket
  if (options.json) printJson(io, { number, status, told: leaving, keptBack })
  else io.out(`Ticket ${number} is ${status}. ${toldLine(leaving, keptBack)}\n`)
}

function toldLine(told: string[], keptBack: string[]): string {
  const line = told.length === 0 ? 'Nobody is told.' : `Told: ${told.join(', ')}.`
  return keptBack.length === 0 ? line : `${line} Kept back: ${keptBack.join(', ')}.`
}

/** The text of an option; `-` is what stdin holds. */
export async function textOf(written: string | undefined): Promise<string> {
  if (written !== '-') return written ?? ''
  const { text } = await import('node:stream/consumers')
  return await text(process.stdin)
}
