import { afterEach, expect, test } from '@jest/globals'
import { until } from '../servers/child.ts'
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts'
import { faultsOfSending, readBooks } from './books.ts'
import { ticketd } from './daemon.ts'
import { first, reply } from './letters.ts'
import { describeSurvival, PATIENCE } from './patience.ts'
import { sharedServers } from './servers.ts'

describeSurvival('whatever comes, and however it comes', () => {
  const at = sharedServers()
  const proxies: TcpProxy[] = []
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop()
  })

  const badNetwork = async (to: number) => {
    const proxy = await startTcpProxy(to)
    proxies.push(proxy)
    return proxy
  }
  const ledger = () => at.desk.store.read.selectFrom('ledger').selectAll().orderBy('id').execute()
  const outcomes = async () => (await ledger()).map((row) => row.outcome)

  test('a backlog of 500 mails: one row each, in order, and every mail of ours leaves once', async () => {
    const desk = await at.open()
    const replies = new Set<number>()
    for (let n = 1; n <= 500; n += 1) {
      if (n % 2 === 0) replies.add(n)
      await desk.deliver(n % 2 === 0 ? reply(n, n - 1) : first(n))
    }
    const daemon = desk.start()
    await desk.done(500)
    await daemon.stop()
    const rows = await ledger()
    const numbers = Array.from({ length: 500 }, (_, i) => i + 1)
    expect(rows.map((row) => row.uid)).toEqual(numbers)
    expect(rows.map((row) => row.messageId)).toEqual(numbers.map((n) => `<m${n}@globex.test>`))
    expect(rows.map((row) => row.outcome)).toEqual(
      numbers.map((n) => (replies.has(n) ? 'replied' : 'opened')),
    )
    // One ticket after the other, each reply in the ticket of the mail before it.
    expect(rows.map((row) => row.ticket)).toEqual(
      numbers.map((n) => 1000 + Math.floor((n - 1) / 2)),
    )
    const books = await readBooks(desk.store)
    expect(books.outbox).toHaveLength(250 * 3 + 250 * 2)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
    expect((await at.dovecot.list(desk.user())).every((it) => it.flags.includes('\\Seen'))).toBe(
      true,
    )
  })

  test('one mail to two mailboxes: one ticket, in the department that stands first in To', async () => {
    const desk = await at.open({ mailboxes: ['support', 'sales'] })
    const daemon = desk.start()
    await daemon.said(/connected/)
    const both = first(1, 'To: Sales <sales@acme.test>, support@acme.test\r\n')
    await desk.deliver(both, 'support')
    await desk.deliver(both, 'sales')
    await desk.done(2)
    await daemon.stop()
    expect((await outcomes()).sort()).toEqual(['duplicate', 'opened'])
    const tickets = await desk.store.read.selectFrom('ticket').select('department').execute()
    expect(tickets).toEqual([{ department: 'sales' }])
    expect(at.sink.mails.map((mail) => mail.to.join()).sort()).toEqual([
      'ana@globex.test',
      'help@partner.test',
      'sales-agent@acme.test',
      'support-agent@acme.test',
    ])
  })

  test('another UIDVALIDITY after start "now": what lay there before still causes nothing', async () => {
    const desk = await at.open({ mailbox: { start: 'now' } })
    const anHourAgo = new Date(Date.now() - 3_600_000)
    for (const n of [1, 2, 3]) await at.dovecot.deliver(desk.user(), first(n), anHourAgo)
    const before = desk.start()
    await desk.done(3)
    await desk.deliver(first(4))
    await desk.deliver(first(5))
    await desk.done(5)
    await before.stop()
    await at.dovecot.setUidValidity(desk.user(), 4711)
    const after = desk.start()
    await desk.done(10)
    await after.stop()
    const byUid = (await ledger()).sort((a, b) => (a.uid ?? 0) - (b.uid ?? 0))
    const under = (changed: boolean) =>
      byUid.filter((row) => (row.uidValidity === 4711) === changed).map((row) => row.outcome)
    expect(under(false)).toEqual(['ignored', 'ignored', 'ignored', 'opened', 'opened'])
    expect(under(true)).toEqual(['ignored', 'ignored', 'ignored', 'duplicate', 'duplicate'])
    expect(at.sink.mails).toHaveLength(6)
  })

  test('another UIDVALIDITY after start "all": nothing twice, and what is new opens', async () => {
    const desk = await at.open()
    for (const n of [1, 2, 3, 4]) await desk.deliver(first(n))
    const before = desk.start()
    await desk.done(4)
    await before.stop()
    await at.dovecot.setUidValidity(desk.user(), 4711)
    await desk.deliver(first(5))
    const after = desk.start()
    await desk.done(9)
    await after.stop()
    const again = Array.from({ length: 4 }, () => 'duplicate')
    const once = Array.from({ length: 4 }, () => 'opened')
    expect(await outcomes()).toEqual([...once, ...again, 'opened'])
    expect(at.sink.mails).toHaveLength(15)
  })

  test('a re-read that would open too many tickets stops, says so, and goes on when it is told to', async () => {
    const desk = await at.open({ mailbox: { alarmAbove: 2 } })
    for (const n of [1, 2]) await desk.deliver(first(n))
    const daemon = desk.start()
    await desk.done(2)
    await daemon.stop()
    await at.dovecot.setUidValidity(desk.user(), 4711)
    for (const n of [3, 4, 5]) await desk.deliver(first(n))
    const halted = desk.start()
    const said = await halted.said(/would open more than 2 tickets/)
    expect(said.msg).toContain('ticketd mailbox continue support')
    await at.sink.waitFor(1, (mail) => mail.to.includes('ops@acme.test'), PATIENCE)
    // New mail is kept meanwhile, and waits too.
    await desk.deliver(first(6))
    await until('all are kept', async () => (await ledger()).length === 8, PATIENCE)
    expect((await outcomes()).slice(2)).toEqual([null, null, null, null, null, null])

    await ticketd(desk.config, 'mailbox', 'continue', 'support')
    await desk.done(8)
    await halted.stop()
    const opened = (count: number) => Array.from({ length: count }, () => 'opened')
    expect(await outcomes()).toEqual([...opened(2), 'duplicate', 'duplicate', ...opened(4)])
    expect(faultsOfSending(await readBooks(desk.store), at.sink.mails)).toEqual([])
  })

  test('a connection that is cut in the middle of a fetch, three times: every mail once', async () => {
    const proxy = await badNetwork(at.dovecot.port)
    const desk = await at.open({ imapPort: proxy.port })
    const long = 'x'.repeat(70)
    const body = `X-Long: ${Array.from({ length: 60 }, () => long).join('\r\n ')}\r\n`
    for (let n = 1; n <= 60; n += 1) await desk.deliver(first(n, body))
    const daemon = desk.start()
    for (const [cuts, bytes] of [100_000, 30_000, 5_000].entries()) {
      await until('a new connection', () => proxy.connections() > cuts, PATIENCE)
      proxy.cutAfter(bytes)
    }
    await desk.done(60)
    await daemon.stop()
    expect(proxy.connections()).toBe(4)
    expect((await ledger()).map((row) => row.uid)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    )
    expect(new Set(await outcomes())).toEqual(new Set(['opened']))
    expect(faultsOfSending(await readBooks(desk.store), at.sink.mails)).toEqual([])
  })

  test('an SMTP server that is down, comes back, and dies in the middle: all mails leave', async () => {
    const proxy = await badNetwork(at.sink.port)
    const desk = await at.open({ smtpPort: proxy.port })
    await at.sink.stop()
    for (let n = 1; n <= 20; n += 1) await desk.deliver(first(n))
    const daemon = desk.start()
    await daemon.said(/Mail waits/)
    const says = await until('a status that tells of it', async () => {
      const printed = await ticketd(desk.config, 'status')
      return printed.includes('sends nothing') && printed
    })
    expect(says).toMatch(/^127\.0\.0\.1:\d+ sends nothing: 127\.0\.0\.1:\d+ cannot be used: /m)
    at.sink.behaviour.delay = 20
    await at.sink.start()
    await at.sink.waitFor(10, undefined, PATIENCE)
    proxy.cut()
    await desk.done(20)
    expect(await ticketd(desk.config, 'status')).not.toContain('sends nothing')
    await daemon.stop()
    const books = await readBooks(desk.store)
    expect(books.outbox).toHaveLength(60)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
    // Only what was under way on its connections can be in doubt.
    expect(books.outbox.filter((row) => row.doubts > 0).length).toBeLessThanOrEqual(3)
  })
})
