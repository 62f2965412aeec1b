import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { pino } from 'pino'
import { cancelAll } from '../../src/engine/act/cancel-waiting.ts'
import { retryMail } from '../../src/engine/act/outbox.ts'
import { pauseSending, resumeSending } from '../../src/engine/act/sending.ts'
import { watchOutbox } from '../../src/engine/outbox-news.ts'
import { letter, openSite } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

test('the log says once who stopped, let go, cancelled and sent again', async () => {
  await letter(site, 'ana@globex.test')
  const lines: Record<string, unknown>[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  await pauseSending(site.desk, 'moving house', null)
  const look = watchOutbox({ ...site.desk, log, now: () => site.desk.now() + 1 })
  site.clock.now += 1000
  await pauseSending(site.desk, 'a flood', 'ops@acme.test')
  const cancelled = await cancelAll(site.desk, {}, null)
  await look()
  await retryMail(site.desk, cancelled[0] ?? 0, null)
  await resumeSending(site.desk, null)
  await look()
  await look()
  expect(cancelled).toHaveLength(3)
  expect(lines).toMatchObject([
    { by: 'ops@acme.test', because: 'a flood', msg: 'Sending was paused by a command.' },
    { by: 'operator', mails: 3, outbox: cancelled, msg: expect.stringContaining('cancelled') },
    { by: 'operator', outbox: [cancelled[0]], msg: 'Mails are sent again, by a command.' },
    { by: 'operator', msg: 'Sending goes on, by a command.' },
  ])
})
