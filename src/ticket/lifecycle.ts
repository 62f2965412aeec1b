import type { Status } from './ticket.ts'

/** What may happen to a ticket. */
export type Move = 'customer-wrote' | 'support-wrote' | 'close' | 'reopen'

/** The whole life of a ticket: open is support's turn, waiting is the customer's turn. */
const LIFE: Record<Status, Record<Move, Status>> = {
  open: { 'customer-wrote': 'open', 'support-wrote': 'waiting', close: 'closed', reopen: 'open' },
  waiting: {
    'customer-wrote': 'open',
    'support-wrote': 'waiting',
    close: 'closed',
    reopen: 'open',
  },
  closed: { 'customer-wrote': 'open', 'support-wrote': 'waiting', close: 'closed', reopen: 'open' },
}

export interface Step {
  from: Status
  to: Status
  /** The ticket came back to life; counted, and staff and requester are told. */
  reopens: boolean
  closes: boolean
}

export function step(from: Status, move: Move): Step {
  const to = LIFE[from][move]
  return {
    from,
    to,
    reopens: from === 'closed' && to !== 'closed',
    closes: from !== 'closed' && to === 'closed',
  }
}
