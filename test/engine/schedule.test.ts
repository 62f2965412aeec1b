import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { startSchedule, type Work } from '../../src/engine/schedule.ts'
import { silent } from '../../src/log.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let done: string[] = []
let schedule: ReturnType<typeof startSchedule>
/** What the work named `noticeCommands` waits for. */
let inHand: Promise<void> = Promise.resolve()

/** Every kind of work, of which it is noted that it was done. */
const work = new Proxy({} as Work, {
  get: (_, name: keyof Work) => async () => {
    done.push(name)
    if (name === 'noticeCommands') await inHand
  },
})

const times = (name: string) => done.filter((it) => it === name).length
const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-02T03:00:00.200Z') })
  done = []
  inHand = Promise.resolve()
  const poll = { name: 'support', at: '*/10 * * * * *', look: () => done.push('poll') }
  schedule = startSchedule(work, [poll], silent)
})
afterEach(async () => {
  await schedule.stop()
  jest.useRealTimers()
})

test('each kind of work is done at its times', async () => {
  await wait(60_000)
  expect(times('noticeCommands')).toBe(60)
  expect(times('renewLease')).toBe(12)
  expect(times('poll')).toBe(6)
  expect(times('sweepLapsed')).toBe(1)
  expect(times('sendHeldDigests')).toBe(0)
})

test('nothing stands still because the clock was set back', async () => {
  await wait(2_000)
  jest.setSystemTime(Date.now() - HOUR)
  done = []
  await wait(60_000)
  expect(times('noticeCommands')).toBeGreaterThanOrEqual(59)
  expect(times('renewLease')).toBe(12)
  expect(times('poll')).toBe(6)
})

test('what its time has passed by is done once, however far the clock was set ahead', async () => {
  await wait(2_000)
  done = []
  jest.setSystemTime(Date.now() + 90 * DAY)
  await wait(1_000)
  expect(times('noticeCommands')).toBe(1)
  expect(times('sweepOutdated')).toBe(1)
  await wait(10_000)
  expect(times('noticeCommands')).toBe(11)
  expect(times('sweepOutdated')).toBe(1)
})

test('work that takes long is not begun a second time meanwhile, and is done again after it', async () => {
  let finish = () => {}
  inHand = new Promise((resolve) => {
    finish = resolve
  })
  await wait(5_000)
  expect(times('noticeCommands')).toBe(1)
  inHand = Promise.resolve()
  finish()
  await wait(2_000)
  expect(times('noticeCommands')).toBe(3)
})

test('after the end nothing is done any more', async () => {
  await schedule.stop()
  await wait(5_000)
  expect(done).toEqual([])
})
