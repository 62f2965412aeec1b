import type { Writer } from '../../store/database.ts'
import { listHeldOf } from '../../store/held.ts'
import type { Instruction } from '../instruction.ts'
import { putBackFor, stopAskingToRegister } from '../put-back.ts'

/**
 * An address became known: what was held because nobody knew it is decided again, and its writer is not
 * asked any more to register. Gives the numbers of these mails in the ledger.
 */
export async function releaseHeldOf(
  writer: Writer,
  address: string,
  actor: string,
  at: string,
): Promise<number[]> {
  const ids = await listHeldOf(writer, address)
  // Known is not believed: a forged mail of this address goes on waiting for a person.
  const instruction: Instruction = { replay: { by: actor } }
  for (const id of ids) {
    const reason = `released: ${address} is known now`
    await putBackFor(
      writer,
      { id, outcome: 'held', fromAddress: null },
      instruction,
      reason,
      actor,
      at,
    )
  }
  await stopAskingToRegister(writer, address, 'it is known now', at)
  return ids
}
