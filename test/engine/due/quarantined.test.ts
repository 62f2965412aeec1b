import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { replayMail } from '../../../src/engine/act/mails.ts'
import { tellOfQuarantined } from '../../../src/engine/due/quarantined.ts'
import { hold } from '../../../src/engine/holder.ts'
import { silent } from '../../../src/log.ts'
import { changeOutcome } from '../../../src/store/held.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { letter, openSite } from '../act/site.ts'
import type { DeskSite } from '../desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const MINUTE = 60_000

/** A mail that is set aside, a minute later than the one before. */
async function setAside(from = 'ana@globex.test'): Promise<number> {
  const { ledgerId } = await letter(site, from, 'Broken')
  site.clock.now += MINUTE
  const at = new Date(site.clock.now).toISOString()
  await site.desk.store.transact((writer) =>
    changeOutcome(writer, ledgerId, {
      outcome: 'quarantined',
      reason: 'the mail took longer than 20 s to read',
      actor: 'ticketd',
      at,
    }),
  )
  return ledgerId
}

async function look(): Promise<number> {
  const holder = await hold(site.desk.store, site.desk.now, silent)
  if (!holder) throw new Error('The lease is taken.')
  const told = await tellOfQuarantined(site.desk, holder)
  await holder.release()
  return told
}

async function alarms() {
  const rows = await listOutbox(site.desk.store.read, { limit: 100 })
  return rows.filter((row) => row.template === 'admin-mail-quarantined').reverse()
}

test('the administrators are told at once, then of all of an hour together', async () => {
  expect(await look()).toBe(0)
  const id = await setAside()
  expect(await look()).toBe(1)
  expect(await look()).toBe(0)
  for (let i = 0; i < 12; i++) await setAside()
  expect(await look()).toBe(0)
  site.clock.now += 60 * MINUTE
  expect(await look()).toBe(12)
  site.clock.now += 120 * MINUTE
  expect(await look()).toBe(0)
  const [first, second, third] = await alarms()
  expect(third).toBeUndefined()
  expect(first).toMatchObject({
    to: 'ops@acme.test',
    subject: '1 mail could not be worked on',
    ticket: null,
  })
  expect(second).toMatchObject({ subject: '12 mails could not be worked on' })
  const { text } = (await showOutbox(site.desk.store.read, first?.id ?? 0)) ?? {}
  expect(text).toContain(`ticketd mail show ${id}`)
  expect(text).toContain(`ticketd mail replay ${id}`)
  expect(text).toContain('the mail took longer than 20 s to read')
  const all = (await showOutbox(site.desk.store.read, second?.id ?? 0))?.text
  expect(all).toContain('Mails that are not shown here: 2.')
})

test('they are told also after the clock was set back', async () => {
  await setAside()
  expect(await look()).toBe(1)
  site.clock.now -= 24 * 60 * MINUTE
  await setAside()
  expect(await look()).toBe(1)
  await setAside()
  expect(await look()).toBe(0)
  site.clock.now += 60 * MINUTE
  expect(await look()).toBe(1)
})

test('what somebody has replayed meanwhile is no news', async () => {
  await replayMail(site.desk, await setAside(), null)
  expect(await look()).toBe(0)
  expect(await alarms()).toEqual([])
})
