import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  balanceOf,
  type CreditKind,
  lapsing,
  refundable,
  startedMinutes,
  thresholdCrossed,
} from '../../src/access/credits.ts'

test.each([
  [25, 25],
  [0.01, 1],
  [12.3, 13],
  [1440, 1440],
  [1440.5, null],
  [0, null],
  [-3, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
])('%d minutes of work are %p credits', (worked, minutes) => {
  expect(startedMinutes(worked, 1440)).toBe(minutes)
})

test.each([
  [[60, 15], 100, 50, 60],
  [[60, 15], 100, 10, 15],
  [[60, 15], 60, 50, null],
  [[60, 15], 61, 60, 60],
  [[60, 15], 10, -5, null],
  [[60, 0], 5, -5, 0],
  [[60, 15], 10, 100, null],
  [[], 100, 0, null],
])('of %p a fall from %d to %d has crossed %p', (thresholds, before, after, crossed) => {
  expect(thresholdCrossed(thresholds, before, after)).toBe(crossed)
})

test.each([
  [120, 0, 200, 120],
  [120, 50, 200, 70],
  [120, 150, 200, 0],
  [120, 50, 20, 20],
  [120, 0, -5, 0],
])(
  'of %d included, %d used, with a balance of %d, %d lapse',
  (included, used, balance, minutes) => {
    expect(lapsing(included, used, balance)).toBe(minutes)
  },
)

const moves = fc.array(
  fc.record({
    kind: fc.constantFrom<CreditKind>('deducted', 'refunded'),
    minutes: fc.integer({ min: 1, max: 1440 }),
  }),
)

test('who refunds no more than is left never gives back more than was taken', () => {
  fc.assert(
    fc.property(moves, (wanted) => {
      const ledger: { kind: CreditKind; minutes: number }[] = []
      for (const { kind, minutes } of wanted) {
        const signed = kind === 'deducted' ? -minutes : Math.min(minutes, refundable(ledger))
        ledger.push({ kind, minutes: signed })
      }
      expect(balanceOf(ledger)).toBeLessThanOrEqual(0)
      expect(refundable(ledger)).toBe(-balanceOf(ledger) + 0)
    }),
  )
})
