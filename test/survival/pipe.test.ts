import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { faultsOfSending, readBooks } from './books.ts'
import { ticketd } from './daemon.ts'
import { first } from './letters.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'

describeSurvival('mails and commands beside a working daemon', () => {
  const at = sharedServers()

  async function ingest(n: number): Promise<void> {
    const file = join(at.desk.folder, `${n}.eml`)
    await writeFile(file, first(n))
    await ticketd(at.desk.config, 'ingest', file)
  }

  async function expectAllOnce(mails: number, alsoTold: number): Promise<void> {
    const books = await readBooks(at.desk.store)
    expect([...books.outcomes.values()]).toEqual(Array.from({ length: mails }, () => ['opened']))
    expect(books.tickets).toBe(mails)
    expect(books.outbox).toHaveLength(3 * mails + alsoTold)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  }

  test('several pipes at once, a mailbox, and commands of people: everything once', async () => {
    const desk = await at.open()
    const daemon = desk.start()
    await daemon.said(/connected/)
    for (const n of [1, 2, 3]) await desk.deliver(first(n))
    await Promise.all([4, 5, 6, 7].map(ingest))
    await desk.done(7)
    // Both told of an answer besides its writer, three of the end.
    await Promise.all([
      ticketd(
        desk.config,
        'ticket',
        'reply',
        '1000',
        '--as',
        'support-agent@acme.test',
        '--text',
        'Soon.',
      ),
      ticketd(desk.config, 'ticket', 'close', '1001'),
    ])
    await desk.done(7)
    await daemon.stop()
    await expectAllOnce(7, 2 + 3)
    const tickets = await desk.store.read
      .selectFrom('ticket')
      .selectAll()
      .orderBy('number')
      .execute()
    expect(tickets.slice(0, 2).map((it) => it.status)).toEqual(['waiting', 'closed'])
  })

  test('what a pipe brought while no daemon was there is decided when one starts', async () => {
    const desk = await at.open()
    await ingest(1)
    const killed = desk.start({ TICKETD_KILL_AT: 'parsed' })
    expect(await killed.ended()).toBe('SIGKILL')
    await ingest(2)
    const daemon = desk.start()
    await desk.done(2)
    await daemon.stop()
    await expectAllOnce(2, 0)
  })

  test('one poll does what the daemon would do', async () => {
    const desk = await at.open()
    for (const n of [1, 2, 3]) await desk.deliver(first(n))
    await ingest(4)
    await ticketd(desk.config, 'poll')
    await desk.done(4)
    await expectAllOnce(4, 0)
  })
})
