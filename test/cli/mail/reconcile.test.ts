import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { openSqlite } from '../../../src/store/dialect.ts'
import { startDovecot } from '../../servers/dovecot.ts'
import { describeWithDovecot } from '../../servers/needs.ts'
import { type Desk, openCliDesk } from '../process.ts'

const USER = 'support@acme.test'

describeWithDovecot('mail reconcile', () => {
  test('counts on both sides, and names the UIDs that have no row', async () => {
    const dovecot = await startDovecot()
    const imap = { host: '127.0.0.1', port: dovecot.port, security: 'none', user: USER }
    const support = { name: 'support', address: USER, department: 'support', start: 'all' }
    const done = { action: 'move', folder: 'Processed' }
    const sales = { ...support, name: 'sales', address: 'sales@acme.test' }
    const desk = openCliDesk({
      mailboxes: [
        { ...support, done, imap: { ...imap, password: 'secret' } },
        { ...sales, imap: { ...imap, port: 1, password: 'secret' } },
      ],
    })
    try {
      await dovecot.deliver(USER, mail(1))
      await dovecot.deliver(USER, mail(2))
      expect(await counts(desk)).toMatchObject({ server: 2, unfetched: 2, ledger: 0, moved: 0 })
      await desk.run(['poll'])
      const after = { server: 0, pending: 0, missing: 0, left: 2, moved: 2 }
      expect(await counts(desk)).toMatchObject(after)

      // Two that the cursor stands beyond, though nobody took them.
      await dovecot.deliver(USER, mail(3))
      await dovecot.deliver(USER, mail(4))
      const store = openSqlite(join(desk.folder, 'data', 'ticketd.db'))
      store.exec('update mailbox set "lastUid" = 4')
      store.close()
      const { code, out, err } = await desk.run(['mail', 'reconcile', '--json'])
      // What can be counted is, though a server is down.
      expect(err).toMatch(/^sales: the connection to 127.0.0.1:1 failed/m)
      expect(code).toBe(1)
      expect(err).toMatch(/support: 2 mails of INBOX are not in the ledger: UID 3:4 under/)
      expect(err).toContain('Move each out of its folder and back')
      expect(JSON.parse(out)).toMatchObject([{ server: 2, missing: 2, missingUids: [3, 4] }])
      expect((await desk.run(['mail', 'reconcile', '--mailbox', 'billing'])).err).toContain(
        'names no mailbox billing',
      )

      await dovecot.setUidValidity(USER, 4711)
      const anew = await desk.run(['mail', 'reconcile', '--mailbox', 'support'])
      expect(anew.out).toContain('numbers the mails of INBOX anew (UIDVALIDITY 4711, it was')
      expect(anew.out).toContain('support: 2 mails to be worked off by the daemon')
    } finally {
      desk.close()
      await dovecot.stop()
    }
  })
})

async function counts(desk: Desk): Promise<unknown> {
  const [only] = await desk.json<unknown[]>(['mail', 'reconcile', '--mailbox', 'support'])
  return only
}

function mail(n: number): string {
  return `From: ana@globex.test\r\nTo: ${USER}\r\nMessage-ID: <${n}@globex.test>\r\nSubject: ${n}\r\n\r\nNo tone.\r\n`
}
