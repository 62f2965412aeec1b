import type { Writer } from '../store/database.ts'
import { listHeldOf } from '../store/held.ts'
import { addHistory, putBack } from '../store/ledger.ts'
import { withdraw } from '../store/withdraw.ts'
import type { Instruction } from './instruction.ts'

/** A settled mail is decided again, with what a person asked for; by whom stands in its history. */
export async function putBackFor(
  writer: Writer,
  row: { id: number; outcome: string | null; fromAddress: string | null },
  instruction: Instruction,
  reason: string,
  actor: string,
  at: string,
): Promise<void> {
  await putBack(writer, row.id, instruction)
  const outcome = row.outcome ?? 'held'
  await addHistory(writer, row.id, { outcome, reason, actor, detail: null, at })
  const { fromAddress } = row
  const isAnswered = 'release' in instruction && fromAddress !== null
  if (!isAnswered || (await listHeldOf(writer, fromAddress)).length > 0) return
  await stopAskingToRegister(writer, fromAddress, `its mail was released by ${actor}`, at)
}

/** What asks an address to register and has not left yet says what is not so any more. */
export async function stopAskingToRegister(
  writer: Writer,
  address: string,
  because: string,
  at: string,
): Promise<void> {
  await withdraw(writer, {
    recipient: address,
    template: 'unknown-registration-needed',
    because: `Nobody asks ${address} to register any more: ${because}.`,
    now: at,
  })
}

/** What the history says of a mail that was released. */
export function releasedWhere(ticket: number | null): string {
  return ticket === null ? 'released' : `released to ticket ${ticket}`
}
