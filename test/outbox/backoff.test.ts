import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { accountWait, isOver, waitAfter } from '../../src/outbox/backoff.ts'

const DAY = 86_400_000
const MINUTE = 60_000

test('waits one to two minutes first, then twice as long each time, four hours at most', () => {
  const middle = [1, 2, 3, 4, 9, 20].map((n) => waitAfter(n, 5 * DAY, 0.5) / MINUTE)
  expect(middle).toEqual([1.5, 3, 6, 12, 240, 240])
  expect(waitAfter(1, 5 * DAY, 0)).toBe(MINUTE)
  expect(waitAfter(1, 5 * DAY, 0.999_999)).toBeLessThanOrEqual(2 * MINUTE)
})

test('gives up after five days of trying', () => {
  let waited = 0
  let attempts = 1
  while (!isOver(attempts, 5 * DAY)) waited += waitAfter(attempts++, 5 * DAY, 0.5)
  expect(waited / DAY).toBeGreaterThanOrEqual(5)
  expect(waited / DAY).toBeLessThan(5.2)
})

test('whatever the limit: several tries, waits that grow, and an end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 30 * DAY }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (giveUpAfter, random) => {
        expect(isOver(5, giveUpAfter)).toBe(false)
        expect(isOver(400, giveUpAfter)).toBe(true)
        for (let n = 1; n < 20; n++) {
          const wait = waitAfter(n, giveUpAfter, random)
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThanOrEqual(waitAfter(n + 1, giveUpAfter, random))
        }
      },
    ),
  )
})

test('an account that cannot be reached is asked soon, one that refuses us rarely', () => {
  expect([1, 2, 3, 40].map((n) => accountWait('unreachable', n, 0.5))).toEqual([
    1000, 2000, 4000, 60_000,
  ])
  expect([1, 2, 40].map((n) => accountWait('refused', n, 0.5) / MINUTE)).toEqual([1, 2, 60])
})
