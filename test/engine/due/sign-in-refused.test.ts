import { afterEach, describe, expect, test } from '@jest/globals'
import { signInsOf } from '../../../src/credentials/sign-in.ts'
import { tellOfRefusedSignIns } from '../../../src/engine/due/sign-in-refused.ts'
import { hold } from '../../../src/engine/holder.ts'
import { silent } from '../../../src/log.ts'
import { findSignIn, noteRefusal } from '../../../src/store/sign-ins.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

const oauth2 = { provider: 'google', clientId: 'x' }
const server = { host: '127.0.0.1', port: 1, security: 'none' }
const byToken = { ...server, user: 'support@acme.test', oauth2 }
const support = { imap: { password: undefined, oauth2 } }
const billing = { name: 'billing', address: 'billing@acme.test' }

let site: DeskSite
afterEach(() => site.close())

/** Who was told by which mailbox, after the sign-in of support@ was refused. */
async function told(config: Record<string, unknown>): Promise<string[]> {
  site = await openDesk({ config })
  const { desk } = site
  const [signIn] = signInsOf(desk.config)
  const key = signIn?.key ?? ''
  await desk.store.transact((writer) =>
    noteRefusal(writer, key, 'invalid_grant', '2026-11-02T08:59:00.000Z'),
  )
  const holder = await hold(desk.store, desk.now, silent)
  if (!holder) throw new Error('somebody else holds the lease')
  await tellOfRefusedSignIns(desk, holder)
  await tellOfRefusedSignIns(desk, holder)
  expect((await findSignIn(desk.store.read, key))?.toldAt).toBe('2026-11-02T09:00:00.000Z')
  const rows = await desk.store.read.selectFrom('outbox').selectAll().execute()
  return rows.map(({ mailbox, recipient }) => `${recipient} by ${mailbox}`)
}

describe('the administrators are told once of a refused sign-in', () => {
  test('by the mailbox itself, where it sends without', async () => {
    const by = await told({ mailboxes: [support], smtp: server })
    expect(by).toEqual([expect.stringMatching(/ops@acme\.test.* by support$/)])
  })

  test('by another mailbox that has a way out of its own', async () => {
    const by = await told({ mailboxes: [support, { ...billing, smtp: server }], smtp: byToken })
    expect(by).toEqual([expect.stringMatching(/ops@acme\.test.* by billing$/)])
  })

  test('by nobody, where no mail could leave: then the log says it', async () => {
    expect(await told({ mailboxes: [support, billing], smtp: byToken })).toEqual([])
  })
})
