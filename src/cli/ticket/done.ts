import type { Command } from 'commander'
import type { Done } from '../../engine/act/on-ticket.ts'
import type { Desk } from '../../engine/desk.ts'
import { findStop } from '../../store/sending-stop.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'

/** Does something to a ticket, and says what became of it and who is told. */
export async function doAndSay(
  work: (desk: Desk) => Promise<Done>,
  options: { json?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const { done, isPaused } = await withDesk(command, io, async (desk) => ({
    done: await work(desk),
    isPaused: (await findStop(desk.store.read)) !== null,
  }))
  const { ticket, told } = done
  const addressesOf = (some: typeof told) => some.map(({ notice }) => notice.recipient.address)
  const leaving = addressesOf(told.filter((one) => one.keptBack === null))
  const keptBack = addressesOf(told.filter((one) => one.keptBack !== null))
  const { number, status } = ticket
  if (options.json) {
    const paused = isPaused ? { paused: true } : {}
    return printJson(io, { number, status, told: leaving, keptBack, ...paused })
  }
  const line = toldLine(leaving, keptBack, isPaused)
  io.out(asCalled(`Ticket ${number} is ${status}. ${line}\n`, io))
}

function toldLine(told: string[], keptBack: string[], isPaused: boolean): string {
  const when = isPaused ? ' after `ticketd outbox resume`, since the sending is paused' : ''
  const line = told.length === 0 ? 'Nobody is told.' : `Told${when}: ${told.join(', ')}.`
  return keptBack.length === 0 ? line : `${line} Kept back: ${keptBack.join(', ')}.`
}

/** The text of an option; `-` is what stdin holds. */
export async function textOf(written: string | undefined): Promise<string> {
  if (written !== '-') return written ?? ''
  const { text } = await import('node:stream/consumers')
  return await text(process.stdin)
}
