import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { adjustCredits, buyCredits, refundCredits } from '../../src/engine/act/credits.ts'
import { bookMinutes } from '../../src/engine/act/minutes.ts'
import { creditBalance, listCreditsOfTicket, workedOn } from '../../src/store/credits.ts'
import { openDesk } from './desk-site.ts'

const TICKET = 100042

const move = fc.oneof(
  fc.record({ do: fc.constant('buy'), minutes: fc.constantFrom(120, 300, 600, 100, -120) }),
  fc.record({ do: fc.constant('adjust'), minutes: fc.integer({ min: -500, max: 500 }) }),
  fc.record({ do: fc.constant('log'), minutes: fc.double({ min: -10, max: 2000, noNaN: true }) }),
  fc.record({ do: fc.constant('refund'), minutes: fc.integer({ min: -10, max: 300 }) }),
  fc.record({ do: fc.constant('credit-refund'), minutes: fc.integer({ min: -10, max: 300 }) }),
)

test('whatever is bought, worked, adjusted and refunded: the balance is the sum of what was done', async () => {
  const site = await openDesk({
    config: { departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }] },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  const { desk } = site
  const { read } = desk.store
  try {
    await buyCredits(desk, 'A-10001', 120, null)
    const mail =
      'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
    expect((await site.arrive(Buffer.from(mail))).ticket).toBe(TICKET)
    let sum = 120
    let logged = 0
    const done = async (work: Promise<unknown>) => await work.then(() => true).catch(() => false)
    const play: Record<string, (minutes: number) => Promise<void>> = {
      async buy(minutes) {
        if (await done(buyCredits(desk, 'A-10001', minutes, null))) sum += minutes
      },
      async adjust(minutes) {
        if (await done(adjustCredits(desk, 'A-10001', minutes, 'so', null))) sum += minutes
      },
      async log(minutes) {
        if (!(await done(bookMinutes(desk, TICKET, minutes, 'log', null)))) return
        sum -= Math.ceil(minutes)
        logged += Math.ceil(minutes)
      },
      async refund(minutes) {
        if (await done(bookMinutes(desk, TICKET, minutes, 'refund', null))) sum += minutes
      },
      async 'credit-refund'(minutes) {
        if (await done(refundCredits(desk, 'A-10001', minutes, TICKET, null))) sum += minutes
      },
    }
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 8 }), async (moves) => {
        for (const one of moves) await play[one.do]?.(one.minutes)
        const entries = await listCreditsOfTicket(read, TICKET)
        const taken = entries.reduce((total, entry) => total - entry.minutes, 0)
        expect(await creditBalance(read, 1)).toBe(sum)
        expect(await workedOn(read, TICKET)).toBe(logged)
        expect(taken).toBeGreaterThanOrEqual(0)
        expect(taken).toBeLessThanOrEqual(logged)
      }),
      // Without shrinking: the store remembers what was tried before.
      { numRuns: 25, endOnFailure: true },
    )
  } finally {
    await site.close()
  }
})
