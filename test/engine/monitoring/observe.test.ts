import { afterEach, expect, test } from '@jest/globals'
import { readMailboxes } from '../../../src/cli/mailbox/state.ts'
import { type Observer, observe } from '../../../src/engine/monitoring/observe.ts'
import { noteConnection } from '../../../src/store/connection-state.ts'
import { freePort } from '../../servers/child.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite
let observer: Observer
afterEach(async () => {
  await observer.stop()
  await site.close()
})

test('what a killed daemon noted of a mailbox is not how it stands', async () => {
  const port = await freePort()
  site = await openDesk({ config: { monitoring: { port } } })
  const { clock, desk } = site
  const begun = clock.now
  const note = async (epoch: number, state: object = {}) => {
    const since = '2020-01-01T00:00:00.000Z'
    const noted = { ...{ connected: true, since, error: null }, ...state }
    await desk.store.transact((writer) => noteConnection(writer, 'support', noted, epoch))
  }
  const ask = async (path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text()
  const lease = async (epoch: number) => {
    const until = '2999-01-01T00:00:00.000Z'
    const values = { id: 1, owner: 'a daemon', epoch, until }
    await desk.store.transact(async (writer) => {
      await writer.deleteFrom('lease').execute()
      await writer.insertInto('lease').values(values).execute()
    })
  }
  await note(1)
  await lease(2)
  observer = await observe(desk)
  observer.leads({ accounts: () => [] })
  clock.now = begun + 30_000

  expect(await ask('/readyz')).toBe('Mailbox support is not watched: not connected yet\n')
  const metrics = await ask('/metrics')
  expect(metrics).toContain('ticketd_imap_up{mailbox="support"} 0\n')
  expect(metrics).toContain('ticketd_fetch_lag_seconds{mailbox="support"} 30\n')
  const stands = async (epoch: number | null) => {
    const { store, config } = desk
    return await readMailboxes(store.read, config, epoch === null ? null : { epoch })
  }
  expect(await stands(2)).toMatchObject([{ connected: false, since: null, error: null }])
  expect(await stands(null)).toMatchObject([{ connected: false }])

  // Since when nobody has watched it is true for the next one too.
  const ended = new Date(begun - 30_000).toISOString()
  await note(1, { connected: false, since: ended, error: 'refused' })
  expect(await ask('/metrics')).toContain('ticketd_fetch_lag_seconds{mailbox="support"} 60\n')
  expect(await stands(2)).toMatchObject([{ connected: false, since: ended, error: null }])

  await note(2)
  expect(await ask('/readyz')).toBe('ready\n')
  expect(await stands(2)).toMatchObject([{ connected: true }])
})
