import { expect, test } from '@jest/globals'
import { pino } from 'pino'
import { report } from '../../src/outbox/report.ts'
import type { OutboxRow } from '../../src/store/outbox.ts'

test('a mail that was taken has one line: where it went and how the server answered', () => {
  const lines: object[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const row = { id: 7, ticket: 100042, attempts: 1, recipient: 'ana@globex.test' } as OutboxRow
  const words = '250 2.0.0 Ok: queued as 4XyZ'
  report(log, row, { kind: 'sent', serverMessageId: null, words })
  expect(lines).toEqual([
    expect.objectContaining({
      level: 30,
      outbox: 7,
      ticket: 100042,
      domain: 'globex.test',
      msg: `Sent: ${words}`,
    }),
  ])
})
