import { expect, test } from '@jest/globals'
import { countAsked, listAsked, markArrived } from '../../src/store/outbox-asked.ts'
import { retryOutbox } from '../../src/store/outbox-view.ts'
import { until } from '../servers/child.ts'
import { arrivals, readBooks } from './books.ts'
import { first } from './letters.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'
import { PATIENCE } from './waiting.ts'

describeSurvival('a desk that asks about mails in doubt', () => {
  const at = sharedServers()

  test('sends nothing twice after SIGKILL between accept and result, until a person says so', async () => {
    const outbox = { uncertain: 'ask', uncertainAfter: '1s' }
    const desk = await at.open({ config: { outbox } })
    await desk.deliver(first(1))
    const killed = desk.start({ TICKETD_KILL_AT: 'outbox-sent' })
    expect(await killed.ended()).toBe('SIGKILL')
    const accepted = new Set(arrivals(at.sink.mails).keys())
    expect(accepted.size).toBeGreaterThan(0)

    const restarted = desk.start()
    await desk.done(1)
    const { read } = desk.store
    const told = () =>
      at.sink.mails.some((mail) => /may have arrived/.test(mail.header('subject') ?? ''))
    await until('the administrators are asked', told, PATIENCE)
    const asked = await listAsked(read)
    const ids = new Map((await readBooks(desk.store)).outbox.map((row) => [row.recipient, row]))
    expect(asked.length).toBeGreaterThan(0)
    // Nothing that the server had was sent again, and what it had not waits.
    expect([...arrivals(at.sink.mails).values()].every((times) => times === 1)).toBe(true)
    for (const { to } of asked)
      expect(ids.get(to)).toMatchObject({ status: 'uncertain', doubts: 1 })

    for (const { id, to } of asked) {
      const arrived = accepted.has(ids.get(to)?.messageId ?? '')
      const now = new Date().toISOString()
      const answer = arrived ? markArrived : retryOutbox
      expect(await desk.store.transact((writer) => answer(writer, id, now))).toBe(true)
    }
    await desk.done(1)
    await restarted.stop()
    expect(await countAsked(read)).toBe(0)
    const { outbox: rows } = await readBooks(desk.store)
    const times = arrivals(at.sink.mails)
    expect(rows.map(({ messageId }) => times.get(messageId))).toEqual(rows.map(() => 1))
  })
})
