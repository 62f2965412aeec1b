import { expect, test } from '@jest/globals'
import { report } from '../../src/cli/report.ts'
import { Failure } from '../../src/errors.ts'
import { asStoreFailure } from '../../src/store/faults.ts'

/** What is said about an error, and the exit code. */
function said(error: unknown): [string, number] {
  let err = ''
  const io = {
    out: () => undefined,
    err: (text: string) => {
      err += text
    },
    env: {},
    isTTY: false,
    columns: 80,
    program: 'ticketd --config x.json',
  }
  const code = report(error, io, false)
  return [err, code]
}

test('a store that somebody else holds: nothing was done', () => {
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
  expect(said(asStoreFailure(busy))).toEqual([
    'ticketd: The store is held by another process: database is locked (SQLITE_BUSY).\n' +
      'Nothing was done. End what holds it and repeat the command; a daemon goes on by itself.\n',
    1,
  ])
})

test('a command that is proposed has the configuration that was named', () => {
  const failure = new Failure('usage', 'So not.', { advice: '`ticketd ticket list` shows all.' })
  expect(said(failure)).toEqual([
    'ticketd: So not.\n`ticketd --config x.json ticket list` shows all.\n',
    2,
  ])
})
