import { expect, test } from '@jest/globals'
import { adjustCredits } from '../../../src/engine/act/credits.ts'
import { bookMinutes, chargeTicket } from '../../../src/engine/act/minutes.ts'
import { split } from '../../../src/engine/act/split.ts'
import { creditBalance } from '../../../src/store/credits.ts'
import { listConversation } from '../../../src/store/entries.ts'
import { openSite, ticketOf } from '../act/site.ts'

test('whoever pays for a ticket pays for what is split off it', async () => {
  const site = await openSite({
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
  })
  try {
    const { desk } = site
    await adjustCredits(desk, 'A-10001', 1, 'so that a ticket opens', null)
    const number = await ticketOf(site, 'ana@globex.test')
    await desk.store.transact((writer) =>
      writer.updateTable('account').set({ partnerId: 2 }).where('id', '=', 1).execute(),
    )
    await chargeTicket(desk, number, 'partner', null)
    const [entry] = await listConversation(desk.store.read, number)
    const { ticket } = await split(desk, number, entry?.id ?? 0, null)
    const { payer } = await bookMinutes(desk, ticket.number, 10, 'log', null)
    expect(payer?.accountId).toBe('A-10002')
  } finally {
    await site.close()
  }
})

test('more is given back at once than may be logged at once', async () => {
  const site = await openSite({
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
    credits: { mostLogged: 100 },
  })
  try {
    const { desk } = site
    await adjustCredits(desk, 'A-10001', 1, 'so that a ticket opens', null)
    const number = await ticketOf(site, 'ana@globex.test')
    for (const minutes of [100, 100]) await bookMinutes(desk, number, minutes, 'log', null)
    const refunding = (minutes: number) => bookMinutes(desk, number, minutes, 'refund', null)
    for (const minutes of [-1, 0, 201]) {
      await expect(refunding(minutes)).rejects.toThrow('only 200 are left')
    }
    const head = `From: agent@acme.test\r\nTo: support@acme.test\r\nSubject: [Acme#${number}] Phones`
    const fate = await site.arrive(Buffer.from(`${head}\r\n\r\n#refund 150\r\n`))
    expect(fate).toMatchObject({ outcome: 'command', ticket: number })
    expect(await creditBalance(desk.store.read, 1)).toBe(-49)
  } finally {
    await site.close()
  }
})
