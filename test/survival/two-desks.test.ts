import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Mta, startMta } from '../servers/mta.ts'
import { type Daemon, killDaemons } from './daemon.ts'
import { openDesk, type TestDesk } from './desk.ts'
import { describeSurvival } from './patience.ts'

/** Nobody has written for so long that nobody will, in milliseconds. */
const SILENCE = 1_500
const MOST_MAILS = 20

describeSurvival('two daemons whose desks write to each other', () => {
  let dovecot: Dovecot
  let mta: Mta
  const desks: TestDesk[] = []

  beforeAll(async () => {
    dovecot = await startDovecot()
    const mailboxes = { 'support@acme.test': 'acme', 'support@beta.test': 'beta' }
    mta = await startMta({ deliverTo: dovecot, mailboxes })
  })
  afterEach(async () => {
    await killDaemons()
    for (const desk of desks.splice(0)) await desk.close()
  })
  afterAll(async () => {
    await mta.stop()
    await dovecot.stop()
  })

  /** A desk that is open to anybody, and whose only agent is the other one. */
  async function open(name: 'acme' | 'beta', other: 'acme' | 'beta'): Promise<TestDesk> {
    const imap = { host: '127.0.0.1', port: dovecot.port, security: 'none', user: name }
    const address = `support@${name}.test`
    const desk = await openDesk(dovecot, mta.port, {
      login: name,
      people: false,
      config: {
        desk: { name, tag: name, unknownSenders: 'open', administrators: [`ops@${name}.test`] },
        mailboxes: [
          {
            name: 'support',
            address,
            department: 'support',
            imap: { ...imap, password: 'secret' },
            start: 'all',
          },
        ],
        departments: [{ name: 'support', agents: [`support@${other}.test`] }],
        limits: {},
      },
    })
    desks.push(desk)
    return desk
  }

  test('fall silent by themselves', async () => {
    const acme = await open('acme', 'beta')
    const beta = await open('beta', 'acme')
    const daemons: Daemon[] = [acme.start(), beta.start()]
    for (const daemon of daemons) await daemon.said(/connected/)
    await acme.deliver(
      'From: eve@somewhere.test\r\nTo: support@acme.test\r\nSubject: Phones\r\n' +
        'Message-ID: <first@somewhere.test>\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\n\r\nDead.\r\n',
    )
    await acme.done(1)
    await beta.done(1)
    let mails = 0
    for (let before = -1; mails !== before && mails <= MOST_MAILS; ) {
      before = mails
      await sleep(SILENCE)
      mails = (await count(acme)) + (await count(beta))
    }
    expect(mails).toBeGreaterThan(2)
    expect(mails).toBeLessThanOrEqual(MOST_MAILS)
    for (const desk of [acme, beta]) await desk.done(1)
    for (const daemon of daemons) await daemon.stop()
  })
})

async function count({ store }: TestDesk): Promise<number> {
  const { mails } = await store.read
    .selectFrom('ledger')
    .select(({ fn }) => [fn.countAll<number>().as('mails')])
    .executeTakeFirstOrThrow()
  return mails
}
