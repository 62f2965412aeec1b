import { expect, test } from '@jest/globals'
import { eventLine } from '../../src/cli/event-line.ts'

test.each<[string, Record<string, unknown>, string]>([
  ['opened', {}, 'opened'],
  ['closed', { from: 'open', to: 'closed' }, 'closed (was open)'],
  ['reopened', { from: 'closed', to: 'open' }, 'reopened (was closed)'],
  ['status', { from: 'open', to: 'waiting' }, 'status waiting (was open)'],
  ['account-changed', { before: null, after: 'A-10001' }, 'account-changed A-10001 (was none)'],
  ['priority', { from: 'P3', to: 'P1', by: 'a@b.test' }, 'priority P1 (was P3, by a@b.test)'],
  ['participant-added', { address: 'a@b.test' }, 'participant-added (address a@b.test)'],
  ['split', { to: 7 }, 'split (to 7)'],
  ['roles', { roles: ['user', 'x\u001b[2J'] }, 'roles (roles user x[2J)'],
  ['due', { at: '2026-11-21T13:05:00.000Z' }, 'due (at 2026-11-21 14:05)'],
])('%s %j: %s', (kind, data, line) => {
  expect(eventLine(kind, data, 'Europe/Madrid')).toBe(line)
})
