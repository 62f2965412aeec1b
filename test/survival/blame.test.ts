import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { faultsOfSending, readBooks } from './books.ts'
import { ticketd } from './daemon.ts'
import { first } from './letters.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'

describeSurvival('a mail that is in hand when the daemon dies', () => {
  const at = sharedServers()

  /** Two mails in the store, and the daemon dies so often as soon as it has read the first one. */
  async function deskThatDied(times: number) {
    const desk = await at.open()
    await desk.deliver(first(1))
    await desk.deliver(first(2))
    expect(await desk.start({ TICKETD_KILL_AT: 'ledger-committed' }).ended()).toBe('SIGKILL')
    for (let death = 0; death < times; death += 1) {
      const daemon = desk.start({ TICKETD_KILL_AT: 'parsed' })
      if (death === 2) {
        // It looks for what commands have left, and must not take up the mail with that.
        await daemon.said(/at work/)
        await ticketd(desk.config, 'mail', 'block', 'spam@evil.test')
      }
      expect(await daemon.ended()).toBe('SIGKILL')
    }
    return desk
  }

  const reasons = async () => {
    const ledger = at.desk.store.read.selectFrom('ledger').select(['outcome', 'reason'])
    return (await ledger.orderBy('id').execute()).map(({ outcome, reason }) => [outcome, reason])
  }

  test('three times is set aside for a person, and costs the others nothing', async () => {
    const desk = await deskThatDied(3)
    const daemon = desk.start()
    await desk.done(2)
    await daemon.stop()
    expect(await reasons()).toEqual([
      ['quarantined', 'the process died 3 times while it had this mail in hand'],
      ['opened', 'a contact of A-10001 wrote'],
    ])
  })

  test('is not to blame where the daemon dies without it as well', async () => {
    const desk = await deskThatDied(2)
    for (const ms of [0, 1_000]) {
      const daemon = desk.start()
      await daemon.said(/at work/)
      await sleep(ms)
      await daemon.kill()
    }
    const daemon = desk.start()
    await desk.done(2)
    await daemon.stop()
    const books = await readBooks(desk.store)
    expect([...books.outcomes.values()]).toEqual([['opened'], ['opened']])
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  })
})
