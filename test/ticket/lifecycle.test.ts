import { expect, test } from '@jest/globals'
import { type Move, step } from '../../src/ticket/lifecycle.ts'
import type { Status } from '../../src/ticket/ticket.ts'

const TABLE: [Status, Move, Status, 'reopens' | 'closes' | null][] = [
  ['open', 'customer-wrote', 'open', null],
  ['open', 'support-wrote', 'waiting', null],
  ['open', 'close', 'closed', 'closes'],
  ['open', 'reopen', 'open', null],
  ['waiting', 'customer-wrote', 'open', null],
  ['waiting', 'support-wrote', 'waiting', null],
  ['waiting', 'close', 'closed', 'closes'],
  ['waiting', 'reopen', 'open', null],
  ['closed', 'customer-wrote', 'open', 'reopens'],
  ['closed', 'support-wrote', 'waiting', 'reopens'],
  ['closed', 'close', 'closed', null],
  ['closed', 'reopen', 'open', 'reopens'],
]

test.each(TABLE)('%s, %s: %s', (from, move, to, says) => {
  expect(step(from, move)).toEqual({
    from,
    to,
    reopens: says === 'reopens',
    closes: says === 'closes',
  })
})
