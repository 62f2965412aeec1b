import { good } from './show.ts'

/** Something that the story promises did not happen. */
export class NotMet extends Error {}

/** Says it when it is so, and ends the story when it is not. */
export function promise(what: string, kept: boolean): void {
  if (!kept) throw new NotMet(what)
  good(what)
}
