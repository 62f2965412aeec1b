import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { STEPS, type StepName } from '../../src/engine/kill-points.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { faultsOfSending, readBooks } from './books.ts'
import { killDaemons } from './daemon.ts'
import { openDesk, type TestDesk } from './desk.ts'
import { first, reply } from './letters.ts'

/** Nothing of the mail was told to anybody: nothing can be in doubt. */
const BEFORE_SENDING: StepName[] = [
  'fetched',
  'raw-committed',
  'ledger-committed',
  'parsed',
  'decided',
]
/** Rows that one connection notes at a time, so many may be in doubt after one kill. */
const AT_ONCE = 10
/** What the configuration says by default. */
const CONNECTIONS = 3
const KILLS = 20

describeWithDovecot('a daemon that is killed', () => {
  let dovecot: Dovecot
  let sink: Sink
  let desk: TestDesk

  beforeAll(async () => {
    dovecot = await startDovecot()
    sink = await startSmtpSink()
  })
  afterEach(async () => {
    await killDaemons()
    await desk.close()
    sink.mails.length = 0
    sink.behaviour.delay = 0
  })
  afterAll(async () => {
    await sink.stop()
    await dovecot.stop()
  })

  test.each(STEPS)('at "%s" loses nothing and does nothing twice', async (step) => {
    desk = await openDesk(dovecot, sink.port)
    await desk.deliver(first(1))
    await desk.deliver(reply(2, 1))
    await desk.deliver(first(3))
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

  test('20 times at any instant under load loses nothing and does nothing twice', async () => {
    desk = await openDesk(dovecot, sink.port)
    sink.behaviour.delay = 5
    const firsts: number[] = []
    const replies: number[] = []
    let n = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let i = 0; i < 10; i += 1) {
        n += 1
        if (n % 3 === 0) replies.push(n)
        else firsts.push(n)
        await desk.deliver(n % 3 === 0 ? reply(n, n - 1) : first(n))
      }
      const daemon = desk.start()
      // Every fourth may die while it starts, the others in the middle of their work.
      if (kill % 4 > 0) await daemon.said(/at work/)
      await sleep(Math.random() * 600)
      await daemon.kill()
    }
    const last = desk.start()
    await desk.done(n, 20_000)
    await last.stop()
    await expectAllOnce({ firsts, replies })
    const doubts = (await readBooks(desk.store)).outbox.filter((row) => row.doubts > 0)
    expect(doubts.length).toBeLessThanOrEqual(KILLS * CONNECTIONS * AT_ONCE)
  }, 90_000)

  /** Every first mail opened one ticket and told three people, every reply told two. */
  async function expectAllOnce(wrote: { firsts: number[]; replies: number[] }): Promise<void> {
    const books = await readBooks(desk.store)
    const expected = new Map<string, string[]>()
    for (const n of wrote.firsts) expected.set(`<m${n}@globex.test>`, ['opened'])
    for (const n of wrote.replies) expected.set(`<m${n}@globex.test>`, ['replied'])
    expect(books.outcomes).toEqual(expected)
    expect(books.tickets).toBe(wrote.firsts.length)
    expect(books.entries).toBe(wrote.firsts.length + wrote.replies.length)
    expect(books.outbox).toHaveLength(3 * wrote.firsts.length + 2 * wrote.replies.length)
    expect(faultsOfSending(books, sink.mails)).toEqual([])
  }
})
