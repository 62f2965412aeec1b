import type { Facts } from '../decision/facts.ts'
import type { Streak } from '../decision/streak.ts'

/**
 * What was asked for when a mail was put back to be decided again. With a streak it is
 * judged as one of the time when no sender of its mailbox could be proven; with an account
 * as one about this account, into whose ticket the words of the answer that named it follow.
 */
export type Instruction =
  | { release: NonNullable<Facts['release']> }
  | { replay: { by: string; streak?: Streak; account?: string; answer?: number } }

/** The instruction of a ledger row, as a mail that is decided again carries it. */
export function askedFor(written: string | null) {
  const instruction = written === null ? null : (JSON.parse(written) as Instruction)
  const replay = instruction && 'replay' in instruction ? instruction.replay : null
  return {
    release: instruction && 'release' in instruction ? instruction.release : null,
    ...(replay && { askedBy: replay.by }),
    ...(replay?.streak && { streak: replay.streak }),
    ...(replay?.account && { namedAccount: replay.account }),
    ...(replay?.answer !== undefined && { answer: replay.answer }),
  }
}
