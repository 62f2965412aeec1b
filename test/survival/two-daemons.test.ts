import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { freePort, until } from '../servers/child.ts'
import { faultsOfSending, readBooks } from './books.ts'
import { first } from './letters.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'

describeSurvival('two daemons on one store', () => {
  const at = sharedServers()

  async function expectAllOnce(mails: number): Promise<void> {
    const books = await readBooks(at.desk.store)
    expect([...books.outcomes.values()]).toEqual(Array.from({ length: mails }, () => ['opened']))
    expect(books.outbox).toHaveLength(3 * mails)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  }

  test('one works, the other stands by and takes over when the first is killed', async () => {
    const port = await freePort()
    const desk = await at.open({ config: { monitoring: { port } } })
    const works = desk.start()
    await works.said(/at work/)
    const waits = desk.start()
    await waits.said(/standing by/)
    await desk.deliver(first(1))
    await desk.done(1)
    expect(waits.log.map((line) => line.msg)).toEqual([
      expect.stringMatching(/EADDRINUSE.*; tried again until the other daemon has ended$/),
      expect.stringMatching(/standing by/),
    ])

    await works.kill()
    await desk.deliver(first(2))
    await waits.said(/at work/)
    // What the first one listened on is told by the second.
    await waits.said(/health and metrics/)
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toMatch(
      /^(ready|Mailbox)/,
    )
    const third = desk.start()
    await third.said(/standing by/)
    await desk.done(2)
    await third.stop()
    await waits.stop()
    await expectAllOnce(2)
  })

  test('one that hung loses the lease, and does nothing when it comes to itself', async () => {
    const desk = await at.open()
    const hung = desk.start()
    await desk.deliver(first(1))
    await desk.done(1)
    // Not within a transaction of its own: the store would stay locked, and nobody could take over.
    await desk.store.transact(async () => {
      process.kill(hung.pid, 'SIGSTOP')
      await until('its halt', () => / T /.test(readFileSync(`/proc/${hung.pid}/stat`, 'utf8')))
    })
    const other = desk.start()
    await other.said(/standing by/)
    await desk.deliver(first(2))
    await other.said(/at work/)
    await desk.done(2)
    process.kill(hung.pid, 'SIGCONT')
    await hung.said(/the lease was lost/)
    await hung.said(/standing by/)
    await desk.deliver(first(3))
    await desk.done(3)
    await hung.stop()
    await other.stop()
    await expectAllOnce(3)
  })
})
