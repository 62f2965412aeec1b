import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type Desk, openCliDesk } from './process.ts'

jest.setTimeout(120_000)

let desk: Desk

beforeAll(() => {
  desk = openCliDesk()
})
afterAll(() => desk.close())

interface Item {
  id: number
  to: string
  messageId: string
  status: string
}

interface Explained {
  recipients: { address: string; reason: string }[]
  mails: { to: string }[]
}

/** Takes a mail from a pipe and decides it; no mailbox can be reached, which is no matter here. */
async function arrive(mail: string): Promise<void> {
  expect((await desk.run(['ingest', '-'], mail)).code).toBe(0)
  await desk.run(['poll'])
}

const REPORT = (id: string) => `From: mailer-daemon@mx.test
To: support@acme.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.test>
X-Failed-Recipients: ana@globex.test
In-Reply-To: ${id}

ana@globex.test: 550 5.1.1 no such user
`

const LINE =
  /^Nothing is sent to ana@globex\.test since .*no such user.* \(ticketd contact unsuppress ana@globex\.test\)$/m

test('an address that cannot be reached is seen everywhere, and let go by one command', async () => {
  const made = '--kind customer --model cloud --company Globex --support-contact help@partner.test'
  const who = ['--decision-maker', 'Ana <ana@globex.test>']
  await desk.run(['account', 'create', ...made.split(' '), ...who])
  await arrive('From: ana@globex.test\nTo: support@acme.test\nSubject: Phones\n\nNo tone.\n')
  const about = ['outbox', 'list', '--ticket', '100042']
  const sent = (await desk.json<Item[]>(about)).find((item) => item.to === 'ana@globex.test')
  await arrive(REPORT(sent?.messageId ?? ''))

  expect((await desk.run(['status'])).out).toContain(
    '\n1 address cannot be reached: ticketd contact suppressed\n',
  )
  expect(await desk.json(['contact', 'suppressed'])).toEqual([
    {
      address: 'ana@globex.test',
      kind: 'bounced',
      reason: expect.stringContaining('no such user'),
      since: expect.stringMatching(/^\d{4}-.*Z$/),
      outboxId: sent?.id,
      ledgerId: 2,
    },
  ])
  const suppressed = [{ address: 'ana@globex.test', kind: 'bounced' }]
  expect(await desk.json(['contact', 'show', 'ana@globex.test'])).toMatchObject({ suppressed })
  expect(await desk.json(['ticket', 'show', '100042'])).toMatchObject({ suppressed })
  expect((await desk.run(['contact', 'show', 'ana@globex.test'])).out).toMatch(LINE)
  expect((await desk.run(['ticket', 'show', '100042'])).out).toMatch(LINE)

  const answer =
    'From: agent@acme.test\nTo: support@acme.test\nSubject: [Acme#100042] Phones\n\nHello.\n'
  writeFileSync(join(desk.folder, 'answer.eml'), answer)
  const { recipients, mails } = await desk.json<Explained>(['explain', 'answer.eml'])
  const toAna = recipients.find((one) => one.address === 'ana@globex.test')
  expect(toAna?.reason).toMatch(/Kept back: Nothing is sent to ana@globex\.test: .*no such user/)
  expect(mails.map((mail) => mail.to)).toEqual(['help@partner.test'])

  const reply = ['ticket', 'reply', '100042', '--as', 'help@partner.test', '--text', 'Plug it in.']
  expect((await desk.run(reply)).out).toBe(
    'Ticket 100042 is waiting. Told: agent@acme.test. Kept back: ana@globex.test.\n',
  )
  const kept = await desk.json<Item[]>([...about, '--status', 'suppressed'])
  expect(kept.map((item) => item.to)).toEqual(['ana@globex.test'])
  const pause = (...words: string[]) => desk.run(['outbox', 'pause', ...words])
  expect((await pause('--reason', 'moving house')).out).toMatch(/^No mail leaves until /)
  expect((await desk.run(reply)).out).toBe(
    'Ticket 100042 is waiting. Told after `ticketd outbox resume`, since the sending is paused: agent@acme.test. Kept back: ana@globex.test.\n',
  )
  expect((await pause()).out).toMatch(
    /^Nothing to do: Sending was paused by operator at .*: moving house\. No mail leaves/,
  )
  expect((await pause('--reason', 'a flood')).out).toMatch(
    /^No mail leaves .*\nBefore: Sending was paused by operator .*: moving house\.\n$/,
  )
  expect(await desk.json(['status'])).toMatchObject({ stopped: { because: 'a flood' } })
  await desk.run(['outbox', 'resume'])
  const retry = ['outbox', 'retry', String(kept[0]?.id)]
  expect(await desk.run(retry)).toMatchObject({
    code: 1,
    err: expect.stringContaining('ticketd contact unsuppress ana@globex.test'),
  })

  expect(await desk.run(['contact', 'unsuppress', 'Ana@globex.test'])).toEqual({
    code: 0,
    out: 'Mails to ana@globex.test leave again.\n',
    err: '',
  })
  expect((await desk.run(retry)).code).toBe(0)
  expect((await desk.run(['contact', 'unsuppress', 'ana@globex.test'])).code).toBe(1)
  expect(await desk.json(['contact', 'suppressed'])).toEqual([])
})
