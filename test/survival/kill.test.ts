import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { STEPS, type StepName } from '../../src/engine/kill-points.ts'
import { until } from '../servers/child.ts'
import { faultsOfSending, readBooks } from './books.ts'
import type { Daemon } from './daemon.ts'
import { first, reply, withAttachment } from './letters.ts'
import { describeSurvival, PATIENCE } from './patience.ts'
import { sharedServers } from './servers.ts'

/** Nothing of the mail was told to anybody: nothing can be in doubt. */
const BEFORE_SENDING: StepName[] = [
  'fetched',
  'raw-committed',
  'ledger-committed',
  'mail-read',
  'parsed',
  'decided',
  'outbox-claimed',
]
/** Rows that one connection notes at a time, so many may be in doubt after one kill. */
const AT_ONCE = 10
/** What the configuration says by default. */
const CONNECTIONS = 3
const KILLS = 20

/** Mails that it says it has decided. */
function decided({ log }: Daemon): number {
  return log.filter(({ msg }) => /^mail (opened|replied)$/.test(msg)).length
}

describeSurvival('a daemon that is ended', () => {
  const at = sharedServers()

  test.each(STEPS)('by SIGKILL at "%s" loses nothing and does nothing twice', async (step) => {
    const desk = await at.open()
    await desk.deliver(first(1))
    await desk.deliver(reply(2, 1))
    await desk.deliver(withAttachment(3, randomBytes(5_000)))
    const killed = desk.start({ TICKETD_KILL_AT: step })
    expect(await killed.ended()).toBe('SIGKILL')
    await desk.deliver(reply(4, 3))
    await desk.deliver(first(5))
    const restarted = desk.start()
    await desk.done(5)
    await restarted.stop()
    await expectAllOnce({ firsts: [1, 3, 5], replies: [2, 4] })
    const doubts = (await readBooks(desk.store)).outbox.filter((row) => row.doubts > 0)
    if (BEFORE_SENDING.includes(step)) expect(doubts).toEqual([])
    if (step === 'outbox-noted' || step === 'outbox-sent') expect(doubts).not.toEqual([])
    expect(doubts.length).toBeLessThanOrEqual(CONNECTIONS * AT_ONCE)
  })

  test('by SIGKILL 20 times at any instant under load loses nothing and does nothing twice', async () => {
    const desk = await at.open()
    at.sink.behaviour.delay = 5
    const firsts: number[] = []
    const replies: number[] = []
    let n = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let i = 0; i < 6; i += 1) {
        n += 1
        if (n % 3 === 0) replies.push(n)
        else firsts.push(n)
        await desk.deliver(n % 3 === 0 ? reply(n, n - 1) : first(n))
      }
      const daemon = desk.start()
      // Every fourth may die while it starts, the others in the middle of their work,
      // however long a mail takes here.
      if (kill % 4 > 0) {
        await daemon.said(/at work/)
        await until('some mails are decided', () => decided(daemon) >= kill % 6, PATIENCE)
      }
      await sleep(Math.random() * (kill % 4 > 0 ? 100 : 600))
      await daemon.kill()
    }
    const last = desk.start()
    await desk.done(n)
    await last.stop()
    await expectAllOnce({ firsts, replies })
    const doubts = (await readBooks(desk.store)).outbox.filter((row) => row.doubts > 0)
    expect(doubts.length).toBeLessThanOrEqual(KILLS * CONNECTIONS * AT_ONCE)
  })

  test('by SIGKILL while it reads a folder again loses nothing and does nothing twice', async () => {
    const desk = await at.open()
    const firsts = Array.from({ length: 20 }, (_, i) => i + 1)
    for (const n of firsts) await desk.deliver(first(n))
    const before = desk.start()
    await desk.done(20)
    await before.stop()
    await at.dovecot.setUidValidity(desk.user(), 4711)
    for (const n of [21, 22, 23]) await desk.deliver(first(n))
    for (const step of ['fetched', 'raw-committed', 'ledger-committed', 'parsed', 'acknowledged']) {
      expect(await desk.start({ TICKETD_KILL_AT: step }).ended()).toBe('SIGKILL')
    }
    const last = desk.start()
    await desk.done(43)
    await last.stop()
    const books = await readBooks(desk.store)
    const twice = firsts.map((n) => [`<m${n}@globex.test>`, ['opened', 'duplicate']] as const)
    const once = [21, 22, 23].map((n) => [`<m${n}@globex.test>`, ['opened']] as const)
    expect([...books.outcomes]).toEqual([...twice, ...once])
    expect(books.tickets).toBe(23)
    expect(books.outbox).toHaveLength(3 * 23)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  })

  test('by SIGKILL with a big mail in hand loses no byte of it and leaves no file behind', async () => {
    const desk = await at.open()
    const content = randomBytes(3_000_000)
    await desk.deliver(withAttachment(1, content))
    await desk.deliver(first(2))
    for (const step of ['fetched', 'raw-committed', 'ledger-committed', 'parsed', 'outbox-noted']) {
      expect(await desk.start({ TICKETD_KILL_AT: step }).ended()).toBe('SIGKILL')
    }
    const last = desk.start()
    await desk.done(2)
    await last.stop()
    await expectAllOnce({ firsts: [1, 2], replies: [] })
    const relayed = at.sink.mails.filter((mail) => mail.bytes.length > content.length)
    expect(new Set(relayed.flatMap((mail) => mail.to))).toEqual(
      new Set(['help@partner.test', 'support-agent@acme.test']),
    )
    for (const mail of relayed) {
      const [attachment] = (await mail.parsed()).attachments
      expect(attachment?.content.equals(content)).toBe(true)
    }
    expect(await readdir(join(desk.folder, 'data', 'spool'))).toEqual([])
  })

  test('in good order, again and again under load: everything once, and nothing in doubt', async () => {
    const desk = await at.open({
      mailbox: { done: { action: 'move', folder: 'Processed' } },
    })
    at.sink.behaviour.delay = 20
    const firsts: number[] = []
    for (let stop = 0; stop < 5; stop += 1) {
      for (let i = 0; i < 20; i += 1) {
        firsts.push(firsts.length + 1)
        await desk.deliver(first(firsts.length))
      }
      const daemon = desk.start()
      await daemon.said(/at work/)
      await sleep(Math.random() * 500)
      await daemon.stop()
    }
    const last = desk.start()
    await desk.done(firsts.length)
    await last.stop()
    await expectAllOnce({ firsts, replies: [] })
    expect((await readBooks(desk.store)).outbox.filter((row) => row.doubts > 0)).toEqual([])
    expect(await at.dovecot.list(desk.user(), 'Processed')).toHaveLength(firsts.length)
  })

  /** Every first mail opened one ticket and told three people, every reply told two. */
  async function expectAllOnce(wrote: { firsts: number[]; replies: number[] }): Promise<void> {
    const books = await readBooks(at.desk.store)
    const expected = new Map<string, string[]>()
    for (const n of wrote.firsts) expected.set(`<m${n}@globex.test>`, ['opened'])
    for (const n of wrote.replies) expected.set(`<m${n}@globex.test>`, ['replied'])
    expect(books.outcomes).toEqual(expected)
    expect(books.tickets).toBe(wrote.firsts.length)
    expect(books.entries).toBe(wrote.firsts.length + wrote.replies.length)
    expect(books.outbox).toHaveLength(3 * wrote.firsts.length + 2 * wrote.replies.length)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  }
})
