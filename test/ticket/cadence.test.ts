import { describe, expect, test } from '@jest/globals'
import {
  alarmAt,
  clockAfter,
  clockPutRight,
  isPromised,
  type Pace,
  startClock,
} from '../../src/ticket/cadence.ts'
import { ticket } from '../notification/around.ts'

const HOUR = 3_600_000
const pace = (hours: number, more: Partial<Pace> = {}): Pace => {
  return { every: hours * HOUR, hours: null, lead: 0.75, pauseWhileWaiting: false, ...more }
}
const paces = { P1: pace(1), P2: pace(4), P3: pace(24), plan: pace(24) }
const at = '2026-11-02T09:00:00.000Z'
const later = '2026-11-02T09:30:00.000Z'
const p1 = { ...ticket, priority: 'P1' as const }
const running = { ...p1, clock: startClock(at, paces.P1) }

test('a clock that starts', () => {
  expect(running.clock).toEqual({
    from: at,
    next: '2026-11-02T09:45:00.000Z',
    due: '2026-11-02T10:00:00.000Z',
    missed: 0,
  })
  expect(startClock(at, pace(1, { lead: 1 })).next).toBe('2026-11-02T10:00:00.000Z')
})

describe('after something happened', () => {
  const planned = { ...p1, plan: 'A new switch on Friday' }
  const pausing = { ...paces, P1: pace(1, { pauseWhileWaiting: true }) }
  test.each([
    [
      'an update restarts it',
      { ...p1, status: 'waiting' },
      true,
      paces,
      '2026-11-02T10:30:00.000Z',
    ],
    ['what the customer writes does not', p1, false, paces, '2026-11-02T10:00:00.000Z'],
    ['nor does waiting', { ...p1, status: 'waiting' }, false, paces, '2026-11-02T10:00:00.000Z'],
    ['unless it pauses then', { ...p1, status: 'waiting' }, true, pausing, undefined],
    ['a plan has its own pace', planned, true, paces, '2026-11-03T09:30:00.000Z'],
    [
      'so has another priority',
      { ...p1, priority: 'P2' },
      false,
      paces,
      '2026-11-02T13:30:00.000Z',
    ],
    ['closing stops it', { ...p1, status: 'closed' }, true, paces, undefined],
    ['so does merging', { ...p1, mergedInto: 7 }, false, paces, undefined],
    [
      'support contacts promise nothing',
      { ...p1, supportSide: 'contacts' },
      true,
      paces,
      undefined,
    ],
  ] as const)('%s', (_, is, updated, by, due) => {
    expect(clockAfter(running, is, updated, by, later)?.due).toBe(due)
  })

  test('another priority of a ticket with a plan has the same pace', () => {
    const was = { ...planned, clock: startClock(at, paces.plan) }
    expect(clockAfter(was, { ...was, priority: 'P2' }, false, paces, later)).toBe(was.clock)
  })

  test('a ticket that is open again has a clock again', () => {
    const closed = { ...p1, status: 'closed' as const, clock: null }
    expect(clockAfter(closed, p1, false, paces, later)).toEqual(startClock(later, paces.P1))
    expect(isPromised(closed, paces)).toBe(false)
  })
})

test.each([
  ['2026-11-02T09:45:00.000Z', 0, '2026-11-02T10:00:00.000Z'],
  ['2026-11-02T10:00:00.000Z', 1, '2026-11-02T11:00:00.000Z'],
  ['2026-11-02T11:00:00.000Z', 2, '2026-11-02T12:00:00.000Z'],
  // Nobody looked for a day: one alarm for all of it.
  ['2026-11-03T09:59:00.000Z', 24, '2026-11-03T10:00:00.000Z'],
])('at %s %i periods are missed', (now, missed, next) => {
  expect(alarmAt(running.clock, paces.P1, now)).toEqual({
    missed,
    clock: { ...running.clock, next, missed },
  })
})

test('an alarm of a clock that was started with a shorter period lies ahead all the same', () => {
  const alarm = alarmAt(running.clock, pace(24), '2026-11-04T12:00:00.000Z')
  expect(alarm.missed).toBe(2)
  expect((alarm.clock.next ?? '') > '2026-11-04T12:00:00.000Z').toBe(true)
})

describe('after the time has gone back', () => {
  const { clock } = running

  test.each([at, later, '2026-11-02T09:50:00.000Z', '2026-11-02T12:10:00.000Z'])(
    'a clock that is right at %s stays',
    (now) => {
      const rung = now < (clock.next ?? '') ? clock : alarmAt(clock, paces.P1, now).clock
      expect(clockPutRight(rung, paces.P1, now, HOUR)).toBe(rung)
      const long = '2026-11-02T12:20:00.000Z'
      expect(clockPutRight(rung, paces.P1, long, HOUR)).toBe(rung)
    },
  )

  test('of what was told too early nothing is told again', () => {
    const rung = alarmAt(clock, paces.P1, '2026-11-09T09:00:00.000Z').clock
    expect(clockPutRight(rung, paces.P1, '2026-11-02T12:10:00.000Z', 0)).toEqual({
      ...clock,
      next: '2026-11-02T13:00:00.000Z',
      missed: 3,
    })
  })
})
