import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { checkSending } from '../../src/cli/doctor/here.ts'
import type { Config } from '../../src/config/schema.ts'
import { openStore } from '../../src/store/database.ts'
import { type Desk, openCliDesk } from './process.ts'

let desk: Desk
const file = () => join(desk.folder, 'data/ticketd.db')

/** Two mails that were on their way when a process died. */
beforeAll(async () => {
  desk = openCliDesk({ outbox: { uncertain: 'ask' } })
  await desk.run([
    ...['account', 'create', '--kind', 'customer', '--model', 'cloud', '--company', 'Globex'],
    ...['--decision-maker', 'Ana <ana@globex.test>', '--support-contact', 'help@partner.test'],
  ])
  const store = await openStore(file())
  const lost = { status: 'uncertain', nextAt: null, doubts: 1, error: 'The answer got lost.' }
  await store.transact((writer) => writer.updateTable('outbox').set(lost).execute())
  await store.close()
})
afterAll(() => desk.close())

test('mails in doubt are named wherever somebody looks, until it is said of each what to do', async () => {
  const { out } = await desk.run(['outbox', 'list', '--asked'])
  expect(out).toContain('ticketd outbox arrived ID (it came), retry ID (send it again), cancel ID')
  expect(out).toMatch(/^2 +uncertain .*The answer got lost\.$/m)
  const config = { store: { path: file() }, desk: { timeZone: 'UTC' } } as Config
  expect(await checkSending(config)).toEqual({
    stopped: false,
    findings: [
      {
        check: 'sending',
        status: 'warn',
        says: '2 mails may have arrived or not, and wait until you say what to do.',
        advice: '`ticketd outbox list --asked` shows what to decide.',
      },
    ],
  })
  expect(await desk.json(['outbox', 'arrived', '1'])).toEqual({ id: 1, arrived: true })
  expect(await desk.run(['outbox', 'arrived', '1'])).toMatchObject({
    code: 1,
    err: 'ticketd: Mail 1 of the outbox is not in doubt: it is sent.\n',
  })
  expect(await desk.json(['status'])).toMatchObject({ asked: 1, outbox: { sent: 1, uncertain: 1 } })
  expect(await desk.run(['outbox', 'cancel', '2'])).toMatchObject({
    out: 'Mail 2 of the outbox will not be sent.\n',
  })
  expect(await checkSending(config)).toEqual({ stopped: false, findings: [] })
})
