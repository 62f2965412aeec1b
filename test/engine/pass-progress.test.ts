import { expect, test } from '@jest/globals'
import { unwatched } from '../../src/engine/kill-points.ts'
import { countPass } from '../../src/engine/pass-progress.ts'
import { pollOnce } from '../../src/engine/poll.ts'
import { startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { startSmtpSink } from '../servers/smtp-sink.ts'
import { openDesk } from './desk-site.ts'

type Said = [done: number, total: number | null][]

const passOf = () => {
  const said = { taken: [] as Said, sent: [] as Said }
  const on = {
    taken: (done: number, total: number | null) => void said.taken.push([done, total]),
    sent: (done: number, total: number | null) => void said.sent.push([done, total]),
  }
  return { said, on }
}

test('what is there before the start counts as taken, and what is put back as more', () => {
  const { said, on } = passOf()
  const { found, passedBy, observer } = countPass(on)
  found(2)
  const earlier = { uid: 1, kind: 'gone' } as const
  passedBy([earlier, { uid: 2, kind: 'unfetchable', because: 'It is odd.' }])
  passedBy([])
  const fate = { ledgerId: 1, mailbox: 'support', reason: '', ticket: null, told: [] }
  observer.decided([{ ...fate, outcome: 'opened' }])
  expect(said).toEqual({
    taken: [
      [2, 2],
      [3, 3],
    ],
    sent: [],
  })
})

describeWithDovecot('one pass', () => {
  test('says how many of how many mails were taken in, and sent', async () => {
    const [dovecot, sink] = [await startDovecot(), await startSmtpSink()]
    const site = await openDesk({
      config: {
        mailboxes: [{ start: 'all', imap: { port: dovecot.port } }],
        smtp: { host: '127.0.0.1', port: sink.port, security: 'none', perMinute: 0 },
      },
      accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
    })
    try {
      site.clock.now = Date.now()
      for (const n of [1, 2, 3]) {
        const mail = `Message-ID: <m${n}@globex.test>\r\nFrom: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Fault ${n}\r\n\r\nNo tone.\r\n`
        await dovecot.deliver('support@acme.test', mail)
      }
      const { said, on } = passOf()
      const { outbox } = await pollOnce(site.desk, new AbortController().signal, unwatched, on)
      expect(said.taken).toEqual([[3, 3]])
      expect(outbox.sent).toBeGreaterThan(3)
      expect(said.sent.at(-1)).toEqual([outbox.sent, outbox.sent])
      expect(said.sent[0]).toEqual([1, outbox.sent])
    } finally {
      await site.close()
      await sink.stop()
      await dovecot.stop()
    }
  })
})
