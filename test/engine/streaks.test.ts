import { expect, test } from '@jest/globals'
import { discardMail } from '../../src/engine/act/mails.ts'
import { explainMail } from '../../src/engine/explain.ts'
import { listWaiting } from '../../src/store/held.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const people = [
  { company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] },
  { company: 'Initech', contacts: [{ name: 'Bob Wu', address: 'bob@initech.test' }] },
]
const everybody = ['ana@globex.test', 'bob@initech.test', 'agent@acme.test']

async function withDesk(work: (site: DeskSite) => Promise<void>): Promise<void> {
  const mailboxes = [{ authservIds: ['mx.acme.test'] }]
  const site = await openDesk({ accounts: people, config: { mailboxes } })
  try {
    await work(site)
  } finally {
    await site.close()
  }
}

let count = 0
function arrive(site: DeskSite, from: string, result: string) {
  count++
  const domain = from.slice(from.indexOf('@') + 1)
  const lines = [
    `Authentication-Results: mx.acme.test; dmarc=${result} header.from=${domain}`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: Question ${count}`,
    `Message-ID: <streak${count}@mailer.test>`,
    'Date: Mon, 02 Nov 2026 09:00:00 +0000',
    '',
    `This is question ${count}.`,
    '',
  ]
  return site.arrive(Buffer.from(lines.join('\r\n')))
}

/** Outcomes of so many failing mails, and what the administrators were sent meanwhile. */
async function fail(site: DeskSite, times: number, writers: string[]) {
  const outcomes: string[] = []
  const alarms: string[] = []
  for (let i = 0; i < times; i++) {
    const fate = await arrive(site, writers[i % writers.length] as string, 'fail')
    outcomes.push(fate.outcome)
    for (const { draft } of fate.told) {
      if (draft.template.startsWith('admin-')) alarms.push(`${draft.recipient.address} ${i + 1}`)
    }
  }
  return { held: outcomes.filter((it) => it === 'held').length, alarms }
}

test('when everybody fails, the administrators are told once and nothing more is held', async () => {
  await withDesk(async (site) => {
    expect(await fail(site, 25, everybody)).toEqual({ held: 20, alarms: ['ops@acme.test 20'] })
    // One who passes shows that the mail host is well again.
    expect(await arrive(site, 'ana@globex.test', 'pass')).toMatchObject({ outcome: 'opened' })
    expect(await fail(site, 25, everybody)).toEqual({ held: 20, alarms: ['ops@acme.test 20'] })
  })
})

test('one who passes now and then shows that the others are forged', async () => {
  await withDesk(async (site) => {
    expect((await fail(site, 19, everybody)).held).toBe(19)
    await arrive(site, 'ana@globex.test', 'pass')
    expect(await fail(site, 19, everybody)).toEqual({ held: 19, alarms: [] })
  })
})

test('many mails under few names are an attack', async () => {
  await withDesk(async (site) => {
    expect(await fail(site, 40, everybody.slice(0, 2))).toEqual({ held: 40, alarms: [] })
  })
})

test('mail of strangers is no sign of anything', async () => {
  await withDesk(async (site) => {
    await fail(site, 30, ['eve@evil.test', 'mal@bad.test', 'joe@spam.test'])
    expect(await fail(site, 1, everybody)).toEqual({ held: 1, alarms: [] })
  })
})

test('what the failing host made wait is let go when it works again, with the reason', async () => {
  await withDesk(async (site) => {
    await fail(site, 25, everybody)
    // A person has seen one of them.
    const [seen] = await listWaiting(site.desk.store.read, 1)
    await discardMail(site.desk, seen?.id as number, 'ops@acme.test')
    expect(await site.takeUp()).toEqual([])
    await arrive(site, 'ana@globex.test', 'pass')
    const fates = await site.takeUp()
    expect(fates.map(({ outcome }) => outcome)).toEqual(Array(19).fill('opened'))
    const { history, authentication } = await explainMail(site.desk, fates[0]?.ledgerId as number)
    expect(history.map(({ outcome, actor }) => [outcome, actor])).toEqual([
      ['held', 'ticketd'],
      ['held', 'ticketd'],
      ['opened', 'ticketd'],
    ])
    expect(history[1]?.reason).toMatch(/proves senders again, after 25 mails/)
    expect(authentication?.verdict).toBe('fail')
    // That they were let go says nothing about the mails after them.
    expect((await fail(site, 3, everybody)).held).toBe(3)
  })
})

test('what an attack made wait goes on waiting', async () => {
  await withDesk(async (site) => {
    await fail(site, 40, everybody.slice(0, 2))
    await arrive(site, 'ana@globex.test', 'pass')
    expect(await site.takeUp()).toEqual([])
  })
})
