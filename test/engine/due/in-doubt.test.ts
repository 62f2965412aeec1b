import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cancelMail, retryMail, settleArrived } from '../../../src/engine/act/outbox.ts'
import { pauseSending } from '../../../src/engine/act/sending.ts'
import { tellOfDoubts } from '../../../src/engine/due/in-doubt.ts'
import { explainMail } from '../../../src/engine/explain.ts'
import { hold } from '../../../src/engine/holder.ts'
import { silent } from '../../../src/log.ts'
import { listAsked } from '../../../src/store/outbox-asked.ts'
import { markUndelivered } from '../../../src/store/outbox-settling.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { letter, openSite } from '../act/site.ts'
import type { DeskSite } from '../desk-site.ts'

const MINUTE = 60_000
let site: DeskSite

beforeEach(async () => {
  site = await openSite({ outbox: { uncertain: 'ask' } })
})
afterEach(() => site.close())

/** All that waits was on its way when its sender died; gives how many that were. */
async function loseAnswers(): Promise<number> {
  return await site.desk.store.transact(async (writer) => {
    const lost = { status: 'uncertain', nextAt: null, error: 'The sender ended.' }
    const rows = await writer
      .updateTable('outbox')
      .set((row) => ({ ...lost, doubts: row('doubts', '+', 1) }))
      .where('nextAt', 'is not', null)
      .executeTakeFirst()
    return Number(rows.numUpdatedRows)
  })
}

/** The answers about these mails got lost. */
async function askAbout(...ids: number[]): Promise<void> {
  const lost = { status: 'uncertain', doubts: 1, error: 'The sender ended.' }
  const asked = { ...lost, nextAt: null, finishedAt: null }
  await site.desk.store.transact((writer) =>
    writer.updateTable('outbox').set(asked).where('id', 'in', ids).execute(),
  )
}

async function sendAlarms(): Promise<void> {
  const sent = { status: 'sent', nextAt: null, finishedAt: new Date(site.clock.now).toISOString() }
  await site.desk.store.transact((writer) =>
    writer.updateTable('outbox').set(sent).where('template', '=', 'admin-mail-in-doubt').execute(),
  )
}

async function look(): Promise<number> {
  const holder = await hold(site.desk.store, site.desk.now, silent)
  if (!holder) throw new Error('The lease is taken.')
  const told = await tellOfDoubts(site.desk, holder)
  await holder.release()
  return told
}

const alarms = async () =>
  (await listOutbox(site.desk.store.read, { limit: 100 }))
    .filter(({ template }) => template === 'admin-mail-in-doubt')
    .reverse()

test('the administrators are asked of each mail once, of those of an hour together', async () => {
  expect(await look()).toBe(0)
  await letter(site, 'ana@globex.test')
  const first = await loseAnswers()
  expect(await look()).toBe(first)
  await letter(site, 'ana@globex.test', 'Fax')
  // The alarm is lost as well, and no reason for another.
  const second = (await loseAnswers()) - 1
  expect(await look()).toBe(0)
  site.clock.now += 60 * MINUTE
  expect(await look()).toBe(second)
  site.clock.now += 600 * MINUTE
  expect(await look()).toBe(0)
  expect((await alarms()).map(({ to, subject }) => `${to} ${subject}`)).toEqual([
    `ops@acme.test ${first} mails may have arrived, or not: please decide`,
    `ops@acme.test ${second} mails may have arrived, or not: please decide`,
  ])
  const [alarm] = await alarms()
  const { text } = (await showOutbox(site.desk.store.read, alarm?.id ?? 0)) ?? {}
  expect(text).toContain('ticketd outbox arrived 1')
  expect(text).toContain('The sender ended.')
  // Whoever answers the alarm writes about no ticket.
  expect(text).not.toContain('[Acme#')
})

test('they are asked also after the clock was set back', async () => {
  await letter(site, 'ana@globex.test')
  const first = await loseAnswers()
  expect(await look()).toBe(first)
  site.clock.now -= 24 * 60 * MINUTE
  await letter(site, 'ana@globex.test', 'Fax')
  const lost = await loseAnswers()
  expect(await look()).toBe(lost - 1)
})

test('a mail that is sent again and in doubt again is asked about again', async () => {
  await letter(site, 'ana@globex.test')
  await loseAnswers()
  await look()
  await sendAlarms()
  await retryMail(site.desk, 1, null)
  await loseAnswers()
  expect(await look()).toBe(0)
  site.clock.now += 60 * MINUTE
  expect(await look()).toBe(1)
  site.clock.now += 60 * MINUTE
  expect(await look()).toBe(0)
})

test('what waits for an answer is said where somebody asks about the mail', async () => {
  const { ledgerId, ticket } = await letter(site, 'ana@globex.test')
  await loseAnswers()
  const before = await explainMail(site.desk, ledgerId)
  expect(before.recipients[0]?.reason).toContain('`ticketd outbox arrived|retry|cancel 1`')
  expect((await listAsked(site.desk.store.read, ticket ?? 0))[0]).toMatchObject({ id: 1 })
  await settleArrived(site.desk, 1, 'ops@acme.test')
  const after = await explainMail(site.desk, ledgerId)
  expect(after.recipients[0]?.reason).toMatch(/\(sent 2026/)
  await expect(settleArrived(site.desk, 1, null)).rejects.toMatchObject({
    code: 'settled',
    message: 'Mail 1 of the outbox is not in doubt: it is sent.',
  })
  await expect(settleArrived(site.desk, 2, 'ulf@globex.test')).rejects.toMatchObject({
    code: 'not-allowed',
  })
})

describe('an alarm that has not left when a doubt is settled', () => {
  beforeEach(async () => {
    await letter(site, 'ana@globex.test')
  })
  const shown = async (status: string) =>
    (await alarms()).filter((alarm) => alarm.status === status).map(({ subject }) => subject)

  test('stays here, however the only one was settled', async () => {
    await pauseSending(site.desk, null, null)
    const reported = (desk: typeof site.desk, id: number) =>
      desk.store.transact((writer) =>
        markUndelivered(writer, id, '550 Nobody.', new Date(site.clock.now).toISOString()),
      )
    for (const settle of [settleArrived, retryMail, cancelMail, reported]) {
      await askAbout(1)
      expect(await look()).toBe(1)
      await settle(site.desk, 1, null)
      // A report is found out by the next look, what a person does at once.
      if (settle === reported) expect(await look()).toBe(0)
      expect(await shown('queued')).toEqual([])
    }
    expect(await look()).toBe(0)
    expect((await alarms()).map(({ error }) => error)).toEqual(
      Array(4).fill('A mail that it asks about is in doubt no more.'),
    )
  })

  test('gives way at once to one that asks about the others', async () => {
    await askAbout(1, 2)
    expect(await look()).toBe(2)
    await settleArrived(site.desk, 1, null)
    expect(await look()).toBe(1)
    expect(await shown('suppressed')).toEqual(['2 mails may have arrived, or not: please decide'])
    expect(await shown('queued')).toEqual(['1 mail may have arrived, or not: please decide'])
    expect(await look()).toBe(0)
  })

  test('leaves where it asks about none of them', async () => {
    await askAbout(1)
    await look()
    site.clock.now += 60 * MINUTE
    await askAbout(2)
    await look()
    await settleArrived(site.desk, 2, null)
    expect(await look()).toBe(0)
    expect((await alarms()).map(({ status }) => status)).toEqual(['queued', 'suppressed'])
  })

  test('what has left asks about the rest once only', async () => {
    await askAbout(1, 2)
    await look()
    await sendAlarms()
    await settleArrived(site.desk, 1, null)
    site.clock.now += 60 * MINUTE
    expect(await look()).toBe(0)
    expect(await shown('sent')).toHaveLength(1)
  })
})
