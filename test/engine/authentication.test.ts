import { expect, test } from '@jest/globals'
import { addPerson } from '../../src/engine/act/contacts.ts'
import { explainFile, explainMail } from '../../src/engine/explain.ts'
import type { Letter } from '../../src/engine/gather.ts'
import { decideAndCarryOut } from '../../src/engine/receive.ts'
import { parse } from '../../src/message/parse.ts'
import { listReceived } from '../../src/store/ledger.ts'
import { openDesk } from './desk-site.ts'

const config = { mailboxes: [{ authservIds: ['mx.acme.test'] }] }
const accounts = [
  { company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] },
]

function mail(from: string, result: string): Buffer {
  const domain = from.slice(from.indexOf('@') + 1)
  const lines = [
    `Authentication-Results: mx.acme.test; dmarc=${result} header.from=${domain}`,
    `From: ${from}`,
    'To: support@acme.test',
    'Subject: No dial tone',
    'Message-ID: <one@mailer.test>',
    'Date: Mon, 02 Nov 2026 09:00:00 +0000',
    '',
    'Since this morning the phones are dead.',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

test('what was found is explained, before and after', async () => {
  const site = await openDesk({ accounts, config })
  try {
    const forged = mail('ana@globex.test', 'fail')
    const expected = {
      outcome: 'held',
      authentication: {
        verdict: 'fail',
        because: 'DMARC fails for globex.test, says mx.acme.test',
      },
    }
    const before = await explainFile(site.desk, forged, 'support')
    expect(before).toMatchObject(expected)
    expect(before.rules.at(-1)).toEqual({ rule: 'sender', answer: before.reason })
    const { ledgerId } = await site.arrive(forged)
    expect(await explainMail(site.desk, ledgerId)).toMatchObject(expected)
  } finally {
    await site.close()
  }
})

test.each([
  ['pass', 'opened'],
  ['fail', 'held'],
])('an address that becomes known is not believed for that: %s', async (result, outcome) => {
  const site = await openDesk({ accounts, config })
  try {
    const bytes = mail('bob@globex.test', result)
    const { ledgerId, outcome: first } = await site.arrive(bytes)
    expect(first).toBe('held')
    const bob = { name: 'Bob', email: 'bob@globex.test', phone: null, locale: null }
    const form = { ...bob, roles: ['authorised-contact'] }
    const { released } = await addPerson(site.desk, 'A-10001', form, null)
    expect(released).toEqual([ledgerId])
    const { store } = site.desk
    const [row] = await listReceived(store.read, 0, 1)
    const { release = null } = JSON.parse(row?.instruction ?? '{}') as Partial<Letter>
    const kept = { ledgerId, rawId: 0, mailbox: 'support', quiet: false, body: { bytes }, release }
    const reading = await parse(bytes)
    const fate = await store.transact((writer) =>
      decideAndCarryOut(site.desk, writer, kept, reading),
    )
    expect(fate.outcome).toBe(outcome)
  } finally {
    await site.close()
  }
})
