import type { Writer } from '../../store/database.ts'
import { changeOutcome } from '../../store/held.ts'
import { findMail } from '../../store/ledger.ts'
import type { Letter } from '../gather.ts'
import { putBackFor, releasedWhere } from '../put-back.ts'
import { type ActOf, kinds } from './kinds.ts'

export const isOfWaiting = kinds('release', 'name-account', 'discard')
export type WaitingAct = ActOf<typeof isOfWaiting>

/** What becomes of another mail, which waits until somebody says what it is. */
export async function carryOutWaiting(
  writer: Writer,
  { ledgerId }: Letter,
  act: WaitingAct,
  actor: string,
  at: string,
): Promise<void> {
  switch (act.act) {
    case 'release': {
      const row = await findMail(writer, act.mail)
      const instruction = act.again
        ? { replay: { by: actor } }
        : { release: { by: actor, ticket: act.ticket } }
      const reason = act.again ? 'replayed' : releasedWhere(act.ticket)
      if (row) await putBackFor(writer, row, instruction, reason, actor, at)
      return
    }
    case 'name-account': {
      const row = await findMail(writer, act.mail)
      if (row?.outcome !== 'held' || row.state !== 'decided') return
      const follows = act.saysMore && { answer: ledgerId }
      const instruction = { replay: { by: actor, account: act.accountId, ...follows } }
      await putBackFor(writer, row, instruction, `it is about ${act.accountId}`, actor, at)
      return
    }
    case 'discard': {
      const reason = `discarded by ${actor}`
      await changeOutcome(writer, act.mail, { outcome: 'refused', reason, actor, at })
    }
  }
}
