import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type Desk, openCliDesk } from './process.ts'

jest.setTimeout(120_000)

let desk: Desk

beforeAll(() => {
  desk = openCliDesk()
})
afterAll(() => desk.close())

interface Shown {
  number: number
  status: string
  reopened: number
  entries: { direction: string; from: string; to: string[]; text: string }[]
  events: { kind: string; actor: string }[]
}

const show = () => desk.json<Shown>(['ticket', 'show', '100042'])

test('an account is made, and its Account ID is all that is printed', async () => {
  const partner = [
    '--kind',
    'partner',
    '--company',
    'Partner',
    '--decision-maker',
    'P <p@partner.test>',
  ]
  expect(await desk.run(['account', 'create', ...partner])).toEqual({
    code: 0,
    out: 'A-10001\n',
    err: '',
  })
  const customer = ['--kind', 'customer', '--model', 'cloud', '--company', 'Globex']
  const who = [
    '--decision-maker',
    'Ana Ruiz <ana@globex.test>',
    '--support-contact',
    'help@partner.test',
  ]
  const made = await desk.json(['account', 'create', ...customer, ...who, '--partner', 'A-10001'])
  expect(made).toMatchObject({ accountId: 'A-10002', state: 'active', model: 'cloud' })
  const again = await desk.run(['account', 'create', ...customer, ...who])
  expect(again.code).toBe(1)
  expect(again.err).toBe(
    'The account was not made:\n  company "Globex" has an account already\n  decision-maker ana@globex.test belongs to a contact already\n',
  )
  expect(await desk.json(['account', 'show', 'A-10002'])).toMatchObject({
    company: 'Globex',
    partner: 'A-10001',
    contacts: [{ address: 'ana@globex.test', roles: ['decision-maker'] }],
    supportContacts: [{ address: 'help@partner.test' }],
  })
})

test('a mail from a pipe is taken, decided by the next pass, and held until its writer is known', async () => {
  const mail =
    'From: Bo <bo@globex.test>\nTo: support@acme.test\nMessage-ID: <1@globex.test>\nSubject: Phones\n\nNo tone.\n'
  writeFileSync(join(desk.folder, 'mail.eml'), mail)
  const explained = await desk.json(['explain', 'mail.eml'])
  expect(explained).toMatchObject({
    outcome: 'held',
    ticket: null,
    recipients: [{ address: 'bo@globex.test', template: 'unknown-registration-needed' }],
    rules: expect.arrayContaining([{ rule: 'blocked', answer: null }]),
  })
  const taken = await desk.run(['ingest', '-'], mail)
  expect(taken).toEqual({ code: 0, out: 'Taken as mail 1.\n', err: '' })
  expect(await desk.json(['mail', 'list'])).toEqual([
    {
      id: 1,
      mailbox: 'support',
      uidvalidity: null,
      uid: null,
      messageId: null,
      from: null,
      subject: null,
      outcome: null,
      reason: 'waits to be decided',
      ticket: null,
    },
  ])
  // The mailbox cannot be reached, and says so; what was taken is decided all the same.
  expect((await desk.run(['poll'])).code).toBe(1)
  expect(await desk.json(['mail', 'list', '--outcome', 'held'])).toMatchObject([
    { id: 1, messageId: '<1@globex.test>', from: 'bo@globex.test', outcome: 'held', ticket: null },
  ])
  expect(await desk.json(['mail', 'list', '--held'])).toMatchObject([{ id: 1, outcome: 'held' }])
  expect(await desk.json(['mail', 'list', '--quarantined'])).toEqual([])
  expect((await desk.run(['mail', 'show', '1'])).out).toContain(
    'you can   into a ticket of its own: ticketd mail release 1; put away: ticketd mail discard 1\n',
  )
  expect((await desk.run(['explain', '--changed'])).out).toBe(
    'Every mail of this time would be decided as it was.\n',
  )
  expect((await desk.run(['explain'])).code).toBe(2)
  const known = ['contact', 'add', 'A-10002', '--name', 'Bo', '--email', 'bo@globex.test']
  const added = await desk.run([...known, '--role', 'authorised-contact'])
  expect(added.out).toBe('bo@globex.test is a contact of A-10002.\nHeld mail released: 1.\n')
  await desk.run(['poll'])
  expect(await desk.json(['mail', 'show', '1'])).toMatchObject({
    outcome: 'opened',
    ticket: 100042,
    history: [{ outcome: 'held' }, { actor: 'operator' }, { actor: 'operator', outcome: 'opened' }],
  })
  expect((await desk.run(['mail', 'show', '1', '--raw'])).out).toBe(mail)
})

test('the ticket is answered, noted, closed and reopened', async () => {
  const act = (...words: string[]) => desk.run(['ticket', ...words])
  const nothing = await act('plan', '100042', '--text', ' ')
  expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining('There is no text') })
  expect(
    await act('reply', '100042', '--as', 'help@partner.test', '--text', 'Plug it in.'),
  ).toEqual({
    code: 0,
    out: 'Ticket 100042 is waiting. Told: bo@globex.test, agent@acme.test.\n',
    err: '',
  })
  expect((await act('note', '100042', '--text', 'He never does.')).code).toBe(0)
  const refused = await act('reply', '100042', '--as', 'eve@evil.test', '--text', 'Hi')
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(/^ticketd: eve@evil\.test may not do that to ticket 100042: /)
  expect((await act('close', '100042', '--as', 'bo@globex.test')).code).toBe(0)
  expect((await act('close', '100042')).code).toBe(1)
  expect((await act('reopen', '100042')).code).toBe(0)
  expect(await show()).toMatchObject({
    number: 100042,
    status: 'open',
    subject: 'Phones',
    priority: 'P3',
    reason: null,
    department: 'support',
    account: 'A-10002',
    requester: 'bo@globex.test',
    reopened: 1,
    entries: [
      {
        direction: 'in',
        from: 'bo@globex.test',
        to: ['support@acme.test'],
        subject: 'Phones',
        reply: 'No tone.',
        text: 'No tone.',
        attachments: [],
      },
      { direction: 'out', from: 'help@partner.test', to: ['bo@globex.test'], text: 'Plug it in.' },
      { direction: 'note', audience: 'vendor', from: 'support@acme.test', text: 'He never does.' },
    ],
    events: [
      { kind: 'opened' },
      { kind: 'status', actor: 'help@partner.test' },
      { kind: 'closed', actor: 'bo@globex.test' },
      { kind: 'reopened', actor: 'operator' },
    ],
  })
  expect(await desk.json(['ticket', 'list', '--status', 'open', '--account', 'A-10002'])).toEqual([
    {
      number: 100042,
      status: 'open',
      subject: 'Phones',
      priority: 'P3',
      account: 'A-10002',
      requester: 'bo@globex.test',
      updated: expect.stringMatching(/^\d{4}-.*Z$/),
      owner: null,
      due: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ])
  expect(await desk.json(['ticket', 'list', '--status', 'closed'])).toEqual([])
  const { out } = await desk.run(['ticket', 'show', '100042'])
  expect(out).toMatch(/^Ticket 100042: Phones\nopen, reopened 1 time · P3 · support · A-10002/)
  expect(out).toContain('  No tone.\n')
})

test('what leaves is listed, kept back and let go', async () => {
  interface Item {
    id: number
    to: string
    template: string
    status: string
  }
  const items = await desk.json<Item[]>(['outbox', 'list', '--ticket', '100042'])
  const [item] = items.filter(({ template }) => template === 'customer-closed')
  expect(item).toBeUndefined()
  const answer = items.find(({ template }) => template === 'customer-support-replied')
  expect(answer).toEqual({
    id: expect.any(Number),
    to: 'bo@globex.test',
    subject: '[Acme#100042] Phones',
    template: 'customer-support-replied',
    status: 'queued',
    attempts: 0,
    ticket: 100042,
    messageId: expect.stringMatching(/^<ticket\.100042\.\d+\.[0-9a-f]{12}@acme\.test>$/),
    asked: false,
    error: null,
  })
  const id = String(answer?.id)
  expect((await desk.run(['outbox', 'cancel', id])).code).toBe(0)
  const shown = await desk.json<object>(['outbox', 'show', id])
  expect(shown).toMatchObject({
    status: 'suppressed',
    to: 'bo@globex.test',
    text: expect.stringContaining('Plug it in.'),
    // A command caused it, no mail.
    mail: null,
  })
  expect(shown).not.toHaveProperty('ledgerId')
  expect(shown).not.toHaveProperty('epoch')
  expect((await desk.run(['outbox', 'list', '--status', 'cancelled'])).out).toMatch(
    /\[Acme#100042\] Phones +Cancelled by operator\.$/m,
  )
  const again = await desk.run(['outbox', 'retry', id])
  expect(again.out).toContain(' is sent as soon as the daemon runs: `ticketd run`')
  await desk.run(['outbox', 'pause'])
  const paused = await desk.run(['outbox', 'retry', id])
  expect(paused.out).toBe(
    `Mail ${id} of the outbox is sent after \`ticketd outbox resume\`: the sending is paused.\n`,
  )
  await desk.run(['outbox', 'resume'])
  const { outbox, mails, engine } = await desk.json<Record<string, unknown>>(['status'])
  expect({ mails, engine }).toEqual({ mails: { opened: 1 }, engine: null })
  // Bo was asked to register, and was known before that mail left.
  expect(outbox).toEqual({ queued: expect.any(Number), suppressed: 1 })
})

test('a mail that cannot be taken now is to be tried again', async () => {
  const ended = await desk.run(['ingest', '-', '--config', 'none.json'], 'Subject: x\n\n')
  expect(ended.code).toBe(75)
  expect((await desk.run(['ingest', '-'], '')).code).toBe(1)
  const elsewhere = await desk.run(['ingest', '-', '--mailbox', 'sales'], 'Subject: x\n\n')
  expect(elsewhere.code).toBe(75)
  expect(elsewhere.err).toContain('The configuration names no mailbox sales.')
})

test('a mailbox is added to the configuration, and the rest stays as it was', async () => {
  const file = join(desk.folder, 'config.json')
  const before = JSON.parse(readFileSync(file, 'utf8'))
  const words = ['mailbox', 'add', '--name', 'sales', '--address', 'sales@acme.test']
  const more = ['--department', 'support', '--imap-host', 'imap.acme.test']
  const bad = await desk.run([
    ...words,
    ...more,
    '--imap-security',
    'ssl',
    '--imap-password-env',
    'P',
  ])
  expect(bad.code).toBe(2)
  expect(bad.err).toMatch(/^ticketd: --imap-security: must be tls, starttls, or none/)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before)
  expect((await desk.run([...words, ...more])).code).toBe(2)
  expect((await desk.run([...words, ...more, '--imap-password', 'secret'])).code).toBe(0)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...before,
    mailboxes: [
      ...before.mailboxes,
      {
        name: 'sales',
        address: 'sales@acme.test',
        department: 'support',
        imap: { host: 'imap.acme.test', user: 'sales@acme.test', password: 'secret' },
      },
    ],
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await desk.json(['mailbox', 'list'])).toMatchObject([
    { name: 'support', connected: false },
    { name: 'sales', connected: false, lastMail: null },
  ])
})

test('an account that registers itself prints its Account ID and where to look', async () => {
  const words = ['account', 'register', '--company', 'Umbrella', '--name', 'Dora']
  const bad = await desk.run(words)
  expect(bad).toMatchObject({
    code: 1,
    err: 'Nothing was registered:\n  email is missing\n  phone is missing\n',
  })
  const good = [...words, '--email', 'dora@umbrella.test', '--phone', '+34 600 123 456']
  const { code, out } = await desk.run(good)
  expect(code).toBe(0)
  expect(out).toMatch(
    /^Umbrella is registered as A-10003\.\nCheck your mail: .*dora@umbrella\.test/,
  )
})
