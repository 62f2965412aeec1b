import type { Facts } from '../decision/facts.ts'

/** What a person asked for when a mail was put back to be decided again. */
export type Instruction = { release: NonNullable<Facts['release']> } | { replay: { by: string } }
