import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RECONNECT, REFUSED_LOGIN, reconnectDelay } from '../../src/mailbox/backoff.ts'

test.each([
  [1, 1000],
  [2, 2000],
  [5, 16_000],
  [9, 256_000],
  [10, 300_000],
  [100_000, 300_000],
])('failure %i in a row waits %i ms', (failures, delay) => {
  expect(reconnectDelay(failures, RECONNECT, 0)).toBe(delay)
})

test('a refused login waits half a minute at first and a quarter of an hour at last', () => {
  expect(reconnectDelay(1, REFUSED_LOGIN, 0)).toBe(30_000)
  expect(reconnectDelay(99, REFUSED_LOGIN, 0)).toBe(900_000)
})

test('jitter takes up to a half away and never makes a busy loop', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, random) => {
      const whole = reconnectDelay(n, RECONNECT, 0)
      const delay = reconnectDelay(n, RECONNECT, random)
      expect(delay).toBeGreaterThanOrEqual(Math.max(500, whole / 2))
      expect(delay).toBeLessThanOrEqual(whole)
    }),
  )
})
