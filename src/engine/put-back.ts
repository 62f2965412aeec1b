import type { Writer } from '../store/database.ts'
import { addHistory, putBack } from '../store/ledger.ts'
import type { Instruction } from './instruction.ts'

/** A settled mail is decided again, with what a person asked for; by whom stands in its history. */
export async function putBackFor(
  writer: Writer,
  row: { id: number; outcome: string | null },
  instruction: Instruction,
  reason: string,
  actor: string,
  at: string,
): Promise<void> {
  await putBack(writer, row.id, instruction)
  const outcome = row.outcome ?? 'held'
  await addHistory(writer, row.id, { outcome, reason, actor, detail: null, at })
}

/** What the history says of a mail that was released. */
export function releasedWhere(ticket: number | null): string {
  return ticket === null ? 'released' : `released to ticket ${ticket}`
}
