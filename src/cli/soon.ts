import type { Desk } from '../engine/desk.ts'
import { holderOf } from '../engine/holder.ts'

/** When the engine acts on what a command wrote: the end of a sentence. */
export async function soon(desk: Desk): Promise<string> {
  return (await holderOf(desk.store, desk.now())) === null
    ? 'as soon as the daemon runs: `ticketd run` or `ticketd poll`'
    : 'in a moment: the daemon is running'
}
