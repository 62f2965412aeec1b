import { expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { sweepLapsed } from '../../src/engine/due/lapse.ts'
import { sweepOutdated } from '../../src/engine/due/retention.ts'
import { sweepAnswers, sweepBodies, sweepRawOrphans } from '../../src/engine/due/sweep.ts'
import { hold } from '../../src/engine/holder.ts'
import { pollOnce } from '../../src/engine/poll.ts'
import { showOutbox } from '../../src/store/outbox-view.ts'
import { openDesk } from '../engine/desk-site.ts'
import { give } from '../engine/goods.ts'
import { startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { startSmtpSink } from '../servers/smtp-sink.ts'
import { scans } from './scans.ts'

/** The head of a report in plain text about one of our mails to Ana. */
function reportOn(id: string | undefined): string {
  return `From: mailer-daemon@mx.test\r\nSubject: Undelivered mail\r\nX-Failed-Recipients: ana@globex.test\r\nIn-Reply-To: ${id}\r\n\r\n550 5.1.1 ana@globex.test: no such user\r\n`
}

describeWithDovecot('no query of the daemon scans a growing table', () => {
  test('asked of every statement of a busy day', async () => {
    const dovecot = await startDovecot()
    const sink = await startSmtpSink()
    const statements = new Set<string>()
    const site = await openDesk(
      {
        config: {
          mailboxes: [
            {
              start: 'all',
              imap: { port: dovecot.port },
              done: { action: 'move', folder: 'Processed' },
            },
          ],
          smtp: { host: '127.0.0.1', port: sink.port, security: 'none', perMinute: 0 },
          departments: [
            { name: 'support', agents: ['agent@acme.test'] },
            {
              name: 'configuration',
              aliases: ['configuration@acme.test'],
              contract: 'required',
              credits: 'used',
            },
          ],
          credits: { keepUnused: false },
          retention: { rawMail: '1ms', closedTickets: '1ms' },
        },
        accounts: [
          {
            company: 'Globex',
            contacts: [
              { name: 'Ana', address: 'ana@globex.test' },
              { name: 'Ulf', address: 'ulf@globex.test', role: 'user' },
            ],
            supportContacts: ['help@partner.test'],
          },
        ],
      },
      { onStatement: (text) => statements.add(text) },
    )
    // What brought the store up to date is no work of the daemon.
    statements.clear()
    site.clock.now = Date.now()
    try {
      const poll = async (n: number, head: string) => {
        const bytes = `Message-ID: <m${n}@globex.test>\r\nTo: support@acme.test\r\n${head}\r\n\r\nText ${n}.\r\n`
        await dovecot.deliver('support@acme.test', bytes)
        const { mailboxes } = await pollOnce(site.desk, new AbortController().signal)
        expect(mailboxes).toEqual([{ name: 'support', error: null }])
      }
      await poll(1, 'From: ana@globex.test\r\nSubject: Phones\r\nCc: bo@else.test')
      await poll(2, 'From: help@partner.test\r\nSubject: Re: [Acme#100042] Phones')
      await poll(3, 'From: ana@globex.test\r\nSubject: Re: Phones\r\nReferences: <m1@globex.test>')
      await poll(4, 'From: agent@acme.test\r\nSubject: Re: [Acme#100042] Phones\r\n\r\n#close')
      await poll(5, 'From: ana@globex.test\r\nSubject: Re: [Acme#100042] Phones')
      await poll(6, 'From: eve@evil.test\r\nSubject: Re: [Acme#100042] Phones')
      await poll(7, 'From: eve@evil.test\r\nSubject: Hello')
      // A report about a mail of a ticket, one about a mail of none, and a sign of life.
      await poll(20, reportOn((await showOutbox(site.desk.store.read, 1))?.messageId))
      await poll(21, reportOn('<mail.1.0123456789ab@acme.test>'))
      await poll(22, 'From: ana@globex.test\r\nSubject: Re: [Acme#100042] Phones')
      await poll(40, 'From: ulf@globex.test\r\nSubject: Help')
      await poll(41, 'From: ana@globex.test\r\nSubject: my tickets 100042\r\n\r\n-- ')
      await poll(44, 'From: agent@acme.test\r\nSubject: my tickets\r\n\r\n-- ')
      await poll(45, 'From: help@partner.test\r\nSubject: my tickets\r\n\r\n-- ')
      await poll(42, 'From: ana@globex.test\r\nSubject: New case')
      await poll(43, 'From: ana@globex.test\r\nSubject: Fax\r\n\r\nPriority: P2')
      await poll(8, 'From: ana@globex.test\r\nMessage-ID: <m1@globex.test>\r\nSubject: Twin')

      // A mail that waits for a contract, its release, and work on the ticket.
      await poll(30, 'From: ana@globex.test\r\nSubject: Setup\r\n\r\nDepartment: configuration')
      const day = (ago: number) =>
        new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
      await give(site.desk, {
        account: 'A-10001',
        deployments: [{ id: 'PBX-1', product: 'FreePBX', warrantyUntil: day(-5) }],
        contracts: [{ deployment: 'PBX-1', type: 'Gold', starts: day(330) }],
        buy: 120,
        work: { ticket: 100042, minutes: 5 },
      })
      await poll(31, 'From: ana@globex.test\r\nSubject: Re: [Acme#100042] Phones')

      await poll(32, 'From: agent@acme.test\r\nSubject: Re: [Acme#100042] Phones\r\n\r\n#close')

      const holder = await hold(site.desk.store, site.desk.now, site.desk.log)
      if (!holder) throw new Error('nobody else may hold the lease')
      await sweepBodies(site.desk, holder)
      await sweepAnswers(site.desk, holder)
      await sweepLapsed(site.desk, holder)
      await sweepRawOrphans(site.desk)
      site.clock.now += 86_400_000
      await sweepOutdated(site.desk, holder.transact)
      await holder.release()

      const db = new SqliteDatabase(site.desk.config.store.path, { readonly: true })
      const asked = [...statements].filter(
        (s) =>
          /^\s*(select|update|delete|insert|with)\b/i.test(s) &&
          !/"?(migration|sqlite_master|raw|piece)"?\b/i.test(s),
      )
      const guilty = asked.flatMap((s) => scans(db, s).map((scan) => `${scan}: ${s.slice(0, 300)}`))
      db.close()
      expect(asked.some((s) => /update "suppressed"/.test(s))).toBe(true)
      expect(asked.some((s) => /delete from "entryText"/.test(s))).toBe(true)
      expect(asked.length).toBeGreaterThan(100)
      expect(guilty).toEqual([])
    } finally {
      await site.close()
      await sink.stop()
      await dovecot.stop()
    }
  }, 30_000)
})
