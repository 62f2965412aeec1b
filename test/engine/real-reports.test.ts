import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { pollOnce } from '../../src/engine/poll.ts'
import { listOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { listSuppressed } from '../../src/store/suppressed.ts'
import { until } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWith } from '../servers/needs.ts'
import { type Postfix, postfixMissing, startPostfix } from '../servers/postfix.ts'
import { openDesk } from './desk-site.ts'

describeWith(postfixMissing(), 'a Postfix that takes every mail and reports later', () => {
  let dovecot: Dovecot
  let postfix: Postfix

  beforeAll(async () => {
    dovecot = await startDovecot()
    postfix = await startPostfix({
      deliverTo: dovecot,
      mailboxes: {
        'support@acme.test': 'support@acme.test',
        'sales@acme.test': 'sales@acme.test',
        'agent@acme.test': 'agent',
        'bo@globex.test': 'bo',
      },
      reportsLater: true,
    })
  })
  afterAll(async () => {
    await postfix.stop()
    await dovecot.stop()
  })

  test.each([
    ['by our Message-ID', 'support', {}, /^support@/],
    ['by our return path', 'sales', { plusAddresses: true, verp: true }, /^sales\+bounce-\d/],
  ])('its report is known %s, and the support side is told', async (_, name, more, returnPath) => {
    const address = `${name}@acme.test`
    const imap = { port: dovecot.port, user: address }
    const site = await openDesk({
      config: {
        mailboxes: [{ ...more, name, address, start: 'all', imap }],
        smtp: { host: '127.0.0.1', port: postfix.port, security: 'none', perMinute: 0 },
      },
      accounts: [
        { company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] },
      ],
    })
    try {
      site.clock.now = Date.now()
      const poll = () => pollOnce(site.desk, new AbortController().signal)
      const mail = `From: ana@globex.test\r\nTo: ${address}\r\nSubject: Phones\r\n\r\nNo tone.\r\n`
      await dovecot.deliver(address, mail)
      await poll()
      expect((await showOutbox(site.desk.store.read, 1))?.envelopeFrom).toMatch(returnPath)
      await until('the report', async () => (await dovecot.list(address)).length === 2)
      await poll()

      expect(await listSuppressed(site.desk.store.read, 10)).toMatchObject([
        { address: 'ana@globex.test', kind: 'bounced', ledgerId: 2 },
      ])
      const rows = await listOutbox(site.desk.store.read, { limit: 10 })
      expect(rows.map((row) => `${row.template} ${row.to} ${row.status}`).sort()).toEqual([
        'customer-opened ana@globex.test failed',
        'support-address-bounced agent@acme.test sent',
        'support-opened agent@acme.test sent',
      ])
    } finally {
      await site.close()
    }
  })
})
