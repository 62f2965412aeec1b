import type { Audience } from '../ticket/ticket.ts'

const REACH: Record<Audience, number> = { customer: 0, support: 1, vendor: 2 }

/**
 * Whether a reader may see what is meant for `audience`: the vendor all, the customer only its own.
 */
export function maySee(reader: Audience, audience: Audience): boolean {
  return REACH[reader] >= REACH[audience]
}
