import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createGovernor } from '../../src/outbox/governor.ts'

test('never more than perMinute in any 60 seconds, whenever it is asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 20 })), {
        maxLength: 100,
      }),
      (perMinute, asks) => {
        const governor = createGovernor(perMinute)
        const leaves: number[] = []
        let now = 0
        for (const [passed, most] of asks) {
          now += passed
          const taken = governor.take(most, now)
          expect(taken).toBeLessThanOrEqual(most)
          leaves.push(...Array<number>(taken).fill(now))
        }
        for (const start of leaves) {
          const inMinute = leaves.filter((at) => at >= start && at < start + 60_000)
          expect(inMinute.length).toBeLessThanOrEqual(perMinute)
        }
      },
    ),
  )
})

test('who waits as long as told may send', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (perMinute) => {
      const governor = createGovernor(perMinute)
      let now = 1000
      for (let i = 0; i < 50; i++) {
        now += governor.wait(now)
        expect(governor.take(1, now)).toBe(1)
      }
    }),
  )
})

test('a busy account sends nearly perMinute in the long run', () => {
  const governor = createGovernor(30)
  let sent = 0
  for (let now = 0; now < 600_000; now += 100) sent += governor.take(10, now)
  expect(sent).toBeGreaterThanOrEqual(250)
})

test('what was not used is given back', () => {
  const governor = createGovernor(5)
  expect(governor.take(10, 0)).toBe(1)
  expect(governor.take(10, 0)).toBe(0)
  governor.giveBack(1)
  expect(governor.take(10, 0)).toBe(1)
})

test('0 is no limit', () => {
  const governor = createGovernor(0)
  expect(governor.take(10, 0)).toBe(10)
  expect(governor.take(10, 0)).toBe(10)
  expect(governor.wait(0)).toBe(0)
})
