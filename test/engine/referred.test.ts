import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { releaseMail } from '../../src/engine/act/mails.ts'
import { sendHeldDigests } from '../../src/engine/due/held-digest.ts'
import { hold } from '../../src/engine/holder.ts'
import { silent } from '../../src/log.ts'
import { listOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { listTickets } from '../../src/store/tickets.ts'
import { letter, openSite } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

/** Everything in the outbox of this template to the agent. */
async function digests() {
  const { read } = site.desk.store
  const rows = await listOutbox(read, { limit: 50 })
  const whole = await Promise.all(rows.map((row) => showOutbox(read, row.id)))
  return whole.filter((row) => row?.template === 'support-held-digest')
}

async function nextDay() {
  site.clock.now += 86_400_000
  const holder = await hold(site.desk.store, site.desk.now, silent)
  if (!holder) throw new Error('The lease is taken.')
  await sendHeldDigests(site.desk, holder)
  await holder.release()
}

test('an agent makes a ticket of what was referred', async () => {
  const { ledgerId, outcome } = await letter(site, 'Ulf <ulf@globex.test>')
  expect(outcome).toBe('referred')
  expect(await releaseMail(site.desk, ledgerId, null, 'agent@acme.test')).toEqual({ ticket: null })
  const [opened] = await site.takeUp()
  expect(opened).toMatchObject({ outcome: 'opened', reason: 'a contact of A-10001 wrote' })
  const [ticket] = await listTickets(site.desk.store.read, { limit: 1 })
  expect(ticket).toMatchObject({ account: 'A-10001', requester: { address: 'ulf@globex.test' } })
})

test('by answering the daily list, which names it once', async () => {
  await nextDay()
  const { ledgerId } = await letter(site, 'Ulf <ulf@globex.test>')
  await nextDay()
  const [digest] = await digests()
  expect(digest?.text).toContain(`Mail ${ledgerId} (its writer was told where to turn)`)
  const lines = [
    'Message-ID: <answer@test>',
    'From: agent@acme.test',
    'To: support@acme.test',
    `Subject: Re: ${digest?.subject}`,
  ]
  const answer = Buffer.from([...lines, '', `#release ${ledgerId}`].join('\r\n'))
  expect(await site.arrive(answer)).toMatchObject({ outcome: 'command' })
  expect(await site.takeUp()).toMatchObject([{ ledgerId, outcome: 'opened' }])
})

test('a list of yesterday does not come back', async () => {
  await nextDay()
  await letter(site, 'Ulf <ulf@globex.test>')
  await nextDay()
  await nextDay()
  expect(await digests()).toHaveLength(1)
})
