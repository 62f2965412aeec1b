import { expect, test } from '@jest/globals'
import { cadenceReport, keptShare } from '../../src/ticket/cadence-report.ts'

const now = '2026-11-30T12:00:00.000Z'
const dueAt = '2026-11-02T10:00:00.000Z'
const p1 = { priority: 'P1', planned: false, department: 'support', dueAt }

test('promised, kept, missed and the worst, by department and priority', () => {
  const report = cadenceReport(
    [
      { ...p1, priority: 'P3', endedAt: '2026-11-02T09:00:00.000Z' },
      { ...p1, endedAt: dueAt },
      { ...p1, endedAt: '2026-11-02T10:00:01.000Z' },
      { ...p1, endedAt: '2026-11-02T10:05:00.000Z' },
      { ...p1, planned: true, endedAt: '2026-11-02T09:00:00.000Z' },
      // Overdue still.
      { ...p1, department: 'billing', dueAt: '2026-11-30T11:00:00.000Z', endedAt: null },
    ],
    now,
  )
  expect(report.lines).toEqual([
    { department: 'billing', pace: 'P1', promised: 1, kept: 0, missed: 1, worst: 3_600_000 },
    { department: 'support', pace: 'P1', promised: 3, kept: 1, missed: 2, worst: 300_000 },
    { department: 'support', pace: 'P3', promised: 1, kept: 1, missed: 0, worst: 0 },
    { department: 'support', pace: 'plan', promised: 1, kept: 1, missed: 0, worst: 0 },
  ])
  expect(report.total).toEqual({ promised: 6, kept: 3, missed: 3, worst: 3_600_000 })
})

test('a hundred of a hundred is said of all alone', () => {
  expect(keptShare({ promised: 1000, kept: 999 })).toBe(99)
  expect(keptShare({ promised: 0, kept: 0 })).toBe(100)
})
