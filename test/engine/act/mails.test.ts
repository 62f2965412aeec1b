import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { continueMailbox } from '../../../src/engine/act/mailboxes.ts'
import { discardMail, releaseMail, replayMail } from '../../../src/engine/act/mails.ts'
import { cancelMail, retryMail } from '../../../src/engine/act/outbox.ts'
import type { Instruction } from '../../../src/engine/instruction.ts'
import { findMail } from '../../../src/store/ledger.ts'
import { listHistory } from '../../../src/store/ledger-view.ts'
import { listMailboxes, updateMailbox } from '../../../src/store/mailboxes.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, letter, openSite, ticketOf } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

async function kept(from: string, subject?: string): Promise<number> {
  return (await letter(site, from, subject)).ledgerId
}
const NOW = '2026-11-02T09:00:00.000Z'

const mail = async (id: number) => {
  const row = await findMail(site.desk.store.read, id)
  const instruction = row?.instruction ? (JSON.parse(row.instruction) as Instruction) : null
  return { state: row?.state, outcome: row?.outcome, instruction }
}
const last = async (id: number) => (await listHistory(site.desk.store.read, id)).at(-1)

test('a held mail goes into the ticket that was suggested, into another, or into one of its own', async () => {
  const ticket = await ticketOf(site, 'ana@globex.test')
  const other = await ticketOf(site, 'carl@globex.test')
  const [one, two] = [await kept('eve@evil.test', `[Acme#${ticket}]`), await kept('uma@new.test')]
  expect(await releaseMail(site.desk, one, null, 'agent@acme.test')).toEqual({ ticket })
  expect(await mail(one)).toEqual({
    state: 'received',
    outcome: 'held',
    instruction: { release: { by: 'agent@acme.test', ticket } },
  })
  expect(await last(one)).toMatchObject({
    actor: 'agent@acme.test',
    reason: `released to ticket ${ticket}`,
  })
  expect(await releaseMail(site.desk, two, null, null)).toEqual({ ticket: null })
  const three = await kept('eve@evil.test', `[Acme#${ticket}]`)
  expect(await releaseMail(site.desk, three, other, null)).toEqual({ ticket: other })
})

test('what is released waits for its decision, and nothing can be done to it until then', async () => {
  const id = await kept('uma@new.test')
  await releaseMail(site.desk, id, null, null)
  expect(await codeOfActing(releaseMail(site.desk, id, null, null))).toBe('settled')
  expect(await codeOfActing(discardMail(site.desk, id, null))).toBe('settled')
})

test('a discarded mail is refused, by whom stands in its history', async () => {
  const id = await kept('uma@new.test')
  await discardMail(site.desk, id, 'agent@acme.test')
  expect(await mail(id)).toMatchObject({ state: 'decided', outcome: 'refused' })
  expect(await last(id)).toMatchObject({
    actor: 'agent@acme.test',
    outcome: 'refused',
    reason: 'discarded by agent@acme.test',
  })
  // A person may think better of it.
  expect(await codeOfActing(releaseMail(site.desk, id, null, null))).toBe('done')
})

test('a mail that became part of a ticket stays there', async () => {
  const id = await kept('ana@globex.test')
  expect(await codeOfActing(replayMail(site.desk, id, null))).toBe('settled')
  expect(await codeOfActing(releaseMail(site.desk, id, null, null))).toBe('settled')
  expect(await codeOfActing(discardMail(site.desk, id, null))).toBe('settled')
})

test('a held mail is replayed by its number', async () => {
  const id = await kept('uma@new.test')
  await replayMail(site.desk, id, null)
  expect(await mail(id)).toMatchObject({
    state: 'received',
    instruction: { replay: { by: 'operator' } },
  })
})

test('without the mail, its bytes or the ticket nothing is done', async () => {
  const lost = await kept('uma@new.test')
  await site.desk.store.transact(async (writer) => {
    await writer.updateTable('ledger').set({ rawId: null }).where('id', '=', lost).execute()
  })
  expect(await codeOfActing(releaseMail(site.desk, lost, null, null))).toBe('no-bytes')
  expect(await mail(lost)).toMatchObject({ state: 'decided', outcome: 'held' })
  expect(await codeOfActing(releaseMail(site.desk, 99, null, null))).toBe('no-mail')
  const id = await kept('uma@new.test')
  expect(await codeOfActing(releaseMail(site.desk, id, 7, null))).toBe('no-ticket')
})

describe('who may decide about a mail', () => {
  // [who, one with a suggested ticket of the desk, of support contacts, one without]
  test.each([
    [null, 'done', 'done', 'done'],
    ['agent@acme.test', 'done', 'not-allowed', 'done'],
    ['help@partner.test', 'done', 'done', 'not-allowed'],
    ['ops@acme.test', 'not-allowed', 'not-allowed', 'done'],
    ['ana@globex.test', 'not-allowed', 'not-allowed', 'not-allowed'],
    ['eve@evil.test', 'not-allowed', 'not-allowed', 'not-allowed'],
  ])('%s', async (as, atDesk, atContacts, without) => {
    const desk = await ticketOf(site, 'ana@globex.test')
    const contacts = await ticketOf(site, 'ivo@initech.test')
    const mails = [
      await kept('eve@evil.test', `[Acme#${desk}] a`),
      await kept('eve@evil.test', `[Acme#${contacts}] b`),
      await kept('eve@evil.test', 'c'),
    ]
    for (const act of [
      (id: number) => discardMail(site.desk, id, as),
      (id: number) => releaseMail(site.desk, id, null, as),
    ]) {
      const ended = []
      for (const id of mails) ended.push(await codeOfActing(act(id)))
      expect(ended).toEqual([atDesk, atContacts, without])
    }
  })

  test('and into whose ticket', async () => {
    const contacts = await ticketOf(site, 'ivo@initech.test')
    const id = await kept('uma@new.test')
    const ended = await codeOfActing(releaseMail(site.desk, id, contacts, 'agent@acme.test'))
    expect(ended).toBe('not-allowed')
  })
})

test('a mailbox that was stopped goes on, once', async () => {
  const { store } = site.desk
  await letter(site, 'ana@globex.test')
  const [mailbox] = await listMailboxes(store.read)
  await store.transact((writer) =>
    updateMailbox(writer, mailbox?.id ?? 0, { halted: 'too many tickets', rereadSince: NOW }),
  )
  const go = (name: string, as: string | null) => codeOfActing(continueMailbox(site.desk, name, as))
  expect(await go('sales', null)).toBe('no-mailbox')
  expect(await go('support', 'agent@acme.test')).toBe('not-allowed')
  expect(await go('support', 'ops@acme.test')).toBe('done')
  expect((await listMailboxes(store.read))[0]).toMatchObject({ halted: null, rereadSince: null })
  expect(await go('support', null)).toBe('already')
})

describe('mails that leave', () => {
  const first = async () => {
    await ticketOf(site, 'ana@globex.test')
    const [newest] = await listOutbox(site.desk.store.read, { limit: 1 })
    return newest?.id ?? 0
  }
  const row = (id: number) => showOutbox(site.desk.store.read, id)

  test('are cancelled while they wait, and sent after all', async () => {
    const id = await first()
    await cancelMail(site.desk, id, 'agent@acme.test')
    expect(await row(id)).toMatchObject({
      status: 'cancelled',
      error: 'Cancelled by agent@acme.test.',
    })
    expect(await codeOfActing(cancelMail(site.desk, id, null))).toBe('settled')
    await retryMail(site.desk, id, null)
    expect(await row(id)).toMatchObject({ status: 'queued', error: null, nextAt: NOW })
  })

  test.each([
    [null, 'done'],
    ['ops@acme.test', 'done'],
    ['help@partner.test', 'done'],
    ['ana@globex.test', 'not-allowed'],
    ['eve@evil.test', 'not-allowed'],
  ])('%s: %s', async (as, ended) => {
    expect(await codeOfActing(cancelMail(site.desk, await first(), as))).toBe(ended)
  })

  test('a number that is none', async () => {
    expect(await codeOfActing(retryMail(site.desk, 99, null))).toBe('no-mail')
  })
})
