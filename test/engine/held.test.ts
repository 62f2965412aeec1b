import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { setActive } from '../../src/engine/act/contact-state.ts'
import { buyCredits } from '../../src/engine/act/credits.ts'
import { discardMail } from '../../src/engine/act/mails.ts'
import { bookMinutes } from '../../src/engine/act/minutes.ts'
import { dueDay } from '../../src/engine/due/day.ts'
import { sendHeldDigests } from '../../src/engine/due/held-digest.ts'
import { hold } from '../../src/engine/holder.ts'
import type { Fate } from '../../src/engine/receive.ts'
import { silent } from '../../src/log.ts'
import { findMail } from '../../src/store/ledger.ts'
import { listOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { letter, openSite, ticketOf } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

let answers = 0

/** An answer with these words, under the subject of a mail of ours. */
async function answer(from: string, subject: string, words: string): Promise<Fate> {
  answers += 1
  const lines = [
    `Message-ID: <answer-${answers}@test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: Re: ${subject}`,
    '',
    words,
  ]
  return await site.arrive(Buffer.from(lines.join('\r\n')))
}

const noticeTo = (fate: Fate, address: string) => {
  const told = fate.told.find((t) => t.draft.recipient.address === address)
  if (!told) throw new Error(`${address} was told nothing.`)
  return told.draft
}

const outcome = async (id: number) => {
  const row = await findMail(site.desk.store.read, id)
  return row?.state === 'received' ? 'waits to be decided' : row?.outcome
}

test('a mail that lacks credits waits for them, whoever its writer becomes', async () => {
  await site.close()
  site = await openSite({
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
  })
  const { outcome, told } = await letter(site, 'ana@globex.test')
  expect([outcome, told[0]?.notice.template]).toEqual(['held', 'customer-not-entitled'])
  await setActive(site.desk, 'ana@globex.test', false, null)
  await setActive(site.desk, 'ana@globex.test', true, null)
  expect(await site.takeUp()).toEqual([])
  await buyCredits(site.desk, 'A-10001', 120, null)
  const [opened] = await site.takeUp()
  expect(opened?.outcome).toBe('opened')
  await bookMinutes(site.desk, opened?.ticket ?? 0, 120, 'log', null)
  expect((await letter(site, 'ana@globex.test')).outcome).toBe('held')
  // Given back they are credits like any other.
  await bookMinutes(site.desk, opened?.ticket ?? 0, 5, 'refund', null)
  expect((await site.takeUp()).map((fate) => fate.outcome)).toEqual(['opened'])
})

describe('an answer to the notice of a held mail', () => {
  const heldMail = async () => {
    const ticket = await ticketOf(site, 'ana@globex.test')
    const held = await letter(site, 'Eve <eve@evil.test>', `[Acme#${ticket}] Phones`)
    expect(held.outcome).toBe('held')
    return { ticket, held, notice: noticeTo(held, 'agent@acme.test') }
  }

  test('the notice is about no ticket: its tag is its own, and opens its door to one reader', async () => {
    const { held, notice } = await heldMail()
    expect(notice.subject).toMatch(
      new RegExp(`^\\[Acme#M${held.ledgerId}-[0-9a-f]{12}\\] Waiting: Phones$`),
    )
    expect(notice).toMatchObject({ ticket: null, references: [], inReplyTo: null })
    expect(noticeTo(held, 'help@partner.test').subject).not.toBe(notice.subject)
  })

  test.each(['#release', 'Yes, please.\n\n#release', '#liberar'])(
    '%j lets it in',
    async (words) => {
      const { ticket, held, notice } = await heldMail()
      const fate = await answer('agent@acme.test', notice.subject, words)
      expect(fate).toMatchObject({ outcome: 'command', told: [] })
      expect(fate.reason).toContain(`release ${held.ledgerId}`)
      const [released] = await site.takeUp()
      expect(released).toMatchObject({
        ledgerId: held.ledgerId,
        outcome: 'replied',
        reason: 'released by agent@acme.test',
        ticket,
      })
    },
  )

  test('#discard puts it away', async () => {
    const { held, notice } = await heldMail()
    const fate = await answer('agent@acme.test', notice.subject, '#discard')
    expect(fate).toMatchObject({ outcome: 'command', told: [] })
    expect(await outcome(held.ledgerId)).toBe('refused')
  })

  test.each([
    ['Who is this?', 'no command'],
    ['#close', '#close'],
    ['#release 4711', 'there is no such mail'],
    ['#release\n#frobnicate', '#frobnicate'],
  ])('%j does nothing, reaches nobody, and shows the right form', async (words, because) => {
    const { held, notice } = await heldMail()
    const fate = await answer('agent@acme.test', notice.subject, words)
    expect(fate).toMatchObject({ outcome: 'command', ticket: null })
    expect(fate.reason).toContain(because)
    expect(fate.told.map((t) => [t.draft.recipient.address, t.draft.template])).toEqual([
      ['agent@acme.test', 'support-held-command-refused'],
    ])
    expect(await outcome(held.ledgerId)).toBe('held')
    // Its answer works as one to the notice would.
    const again = noticeTo(fate, 'agent@acme.test').subject
    await answer('agent@acme.test', again, '#discard')
    expect(await outcome(held.ledgerId)).toBe('refused')
  })

  test.each(['eve@evil.test', 'help@partner.test', 'ana@globex.test'])(
    'from %s, to whom it was not written, it is none',
    async (from) => {
      const { held, notice } = await heldMail()
      const fate = await answer(from, notice.subject, '#release')
      expect(fate.outcome).not.toBe('command')
      expect(await outcome(held.ledgerId)).toBe('held')
    },
  )

  test('a vacation note is none', async () => {
    const { held, notice } = await heldMail()
    const lines = [
      'From: agent@acme.test',
      'To: support@acme.test',
      `Subject: ${notice.subject}`,
      'Auto-Submitted: auto-replied',
      '',
      '#release',
    ]
    const fate = await site.arrive(Buffer.from(lines.join('\r\n')))
    expect(fate).toMatchObject({ outcome: 'automatic', told: [] })
    expect(await outcome(held.ledgerId)).toBe('held')
  })

  test('what does not wait any more is left alone', async () => {
    const { notice } = await heldMail()
    await answer('agent@acme.test', notice.subject, '#discard')
    const fate = await answer('agent@acme.test', notice.subject, '#release')
    expect(fate.reason).toContain('it does not wait: refused')
  })
})

describe('the daily list', () => {
  const send = async () => {
    const holder = await hold(site.desk.store, site.desk.now, silent)
    if (!holder) throw new Error('The lease is taken.')
    const told = await sendHeldDigests(site.desk, holder)
    await holder.release()
    return told
  }
  const digests = async () => {
    const { read } = site.desk.store
    const items = await listOutbox(read, { limit: 50 })
    const rows = await Promise.all(items.map((item) => showOutbox(read, item.id)))
    return rows.filter((row) => row?.template === 'support-held-digest')
  }

  const DAY = 24 * 3_600_000
  beforeEach(async () => {
    // A desk that is new begins the day after, whatever waits.
    await letter(site, 'una@first.test')
    expect(await send()).toBe(0)
    await discardMail(site.desk, 1, null)
    site.clock.now += DAY
  })

  test('one mail for each who may decide, with what waits for them, and none where nothing waits', async () => {
    expect(await send()).toBe(0)
    site.clock.now += DAY
    const unknown = await letter(site, 'uma@new.test', 'Hello')
    const atDesk = await ticketOf(site, 'ana@globex.test')
    const withTicket = await letter(site, 'eve@evil.test', `[Acme#${atDesk}] b`)
    const atContacts = await ticketOf(site, 'ivo@initech.test')
    const atPartner = await letter(site, 'eve@evil.test', `[Acme#${atContacts}] c`)
    expect(await send()).toBe(2)
    const rows = await digests()
    const text = (to: string) => rows.find((row) => row?.recipient === to)?.text ?? ''
    const shown = (to: string) =>
      [unknown, withTicket, atPartner].map((f) => text(to).includes(`Mail ${f.ledgerId}\n`))
    expect(shown('agent@acme.test')).toEqual([true, true, false])
    expect(shown('help@partner.test')).toEqual([false, true, true])
    for (const row of rows) expect(row?.autoSubmitted).toBe('auto-generated')
  })

  test('comes once a day', async () => {
    await letter(site, 'uma@new.test')
    expect(await send()).toBe(1)
    site.clock.now += 3_600_000
    expect(await send()).toBe(0)
    site.clock.now += 23 * 3_600_000
    expect(await send()).toBe(1)
  })

  test('an answer with numbers releases and discards; a bare one is asked which', async () => {
    const one = await letter(site, 'uma@new.test', 'One')
    const two = await letter(site, 'una@new.test', 'Two')
    await send()
    const [digest] = await digests()
    const subject = digest?.subject ?? ''
    expect(subject).toMatch(/^\[Acme#D20261103-[0-9a-f]{12}\] 2 mails wait for your decision$/)
    const bare = await answer('agent@acme.test', subject, '#release')
    expect(noticeTo(bare, 'agent@acme.test').template).toBe('support-held-command-refused')
    const words = `#release ${one.ledgerId}\n#discard ${two.ledgerId}`
    expect(await answer('agent@acme.test', subject, words)).toMatchObject({ outcome: 'command' })
    expect(await outcome(two.ledgerId)).toBe('refused')
    expect(await site.takeUp()).toMatchObject([{ ledgerId: one.ledgerId, outcome: 'opened' }])
  })

  test('a mail of other people’s tickets is none to whoever may not decide about it', async () => {
    const contacts = await ticketOf(site, 'ivo@initech.test')
    const held = await letter(site, 'eve@evil.test', `[Acme#${contacts}] c`)
    await letter(site, 'uma@new.test')
    await send()
    const mine = (await digests()).find((row) => row?.recipient === 'agent@acme.test')
    const fate = await answer('agent@acme.test', mine?.subject ?? '', `#release ${held.ledgerId}`)
    expect(fate.reason).toContain('there is no such mail')
  })
})

test.each([
  ['before its time', '2026-11-02T06:59:00Z', '2026-11-01', null],
  ['at its time', '2026-11-02T07:00:00Z', '2026-11-01', '2026-11-02'],
  ['a second time', '2026-11-02T20:00:00Z', '2026-11-02', null],
  ['after days of silence, once', '2026-11-09T20:00:00Z', '2026-11-02', '2026-11-09'],
  ['after a clock that was far ahead', '2026-11-02T07:00:00Z', '2100-01-01', '2026-11-02'],
  ['by the summer time of the desk', '2026-07-02T06:00:00Z', '2026-07-01', '2026-07-02'],
  ['past midnight there, the day before here', '2026-11-02T23:30:00Z', '2026-11-02', null],
])('due %s', (_, now, last, due) => {
  const when = { at: '08:00', timeZone: 'Europe/Madrid' }
  expect(dueDay(Date.parse(now), when, last)).toBe(due)
})
