import { expect, test } from '@jest/globals'
import { isBounce, isCountedOn } from '../../src/decision/bounce.ts'
import type { Facts } from '../../src/decision/facts.ts'
import type { Question } from '../../src/decision/question.ts'
import type { Bounce, Mail } from '../../src/message/mail.ts'
import { around } from '../../src/notification/example.ts'
import type { Circle, Ticket } from '../../src/ticket/ticket.ts'

const SENT = { outboxId: 7, ticket: 100042, recipient: 'ana@globex.test' }

function judge(bounce: Omit<Bounce, 'originalMessageId'> | null, bounced: Facts['bounced'] = SENT) {
  const question = { mail: { bounce } as Mail, facts: { bounced } as Facts }
  return isBounce(question as Question)
}

type Kind = Bounce['kind']
type Named = [address: string, permanent: boolean]

/** What is suppressed, by kind of report and what it says of whom. */
test.each<[string, Kind, Named[], 'bounced' | 'complained' | null]>([
  ['gone for good', 'bounce', [['ana@globex.test', true]], 'bounced'],
  ['a full mailbox', 'bounce', [['ana@globex.test', false]], null],
  ['with an extension', 'bounce', [['ana+desk@globex.test', true]], 'bounced'],
  ['nobody named', 'bounce', [['', true]], 'bounced'],
  ['nobody named, for now', 'bounce', [['', false]], null],
  ['nobody at all', 'bounce', [], null],
  ['an address behind it', 'bounce', [['old@globex.test', true]], null],
  [
    'it for now, another for good',
    'bounce',
    [
      ['old@globex.test', true],
      ['ana@globex.test', false],
    ],
    null,
  ],
  [
    'it for good, another for now',
    'bounce',
    [
      ['old@globex.test', false],
      ['ana@globex.test', true],
    ],
    'bounced',
  ],
  ['late', 'delayed', [['ana@globex.test', false]], null],
  ['late, whatever its status says', 'delayed', [['ana@globex.test', true]], null],
  ['arrived', 'delivered', [['ana@globex.test', false]], null],
  ['a complaint without a name', 'complaint', [['', false]], 'complained'],
])('%s', (_, kind, named, suppressed) => {
  const recipients = named.map(([address, permanent]) => {
    const reason = permanent ? '550 5.1.1 no such user' : '450 try again'
    return { address, permanent, status: null, reason }
  })
  const decision = judge({ kind, recipients })
  expect(decision).toMatchObject({ outcome: 'bounce', ticket: 100042 })
  expect(decision?.reason).toContain(`(${kind}) about our mail to ana@globex.test`)
  const acts = decision?.acts ?? []
  expect(acts.filter((act) => act.act === 'record')).toHaveLength(1)
  const kinds = acts.flatMap((act) => (act.act === 'suppress' ? [act.kind] : []))
  expect(kinds).toEqual(suppressed === null ? [] : [suppressed])
  expect(acts.some((act) => act.act === 'open' || act.act === 'tell')).toBe(false)
})

test.each<[string, string | null, boolean]>([
  ['552 5.2.2 mailbox full', '5.2.2', false],
  ['550 5.7.1 looks like spam', '5.7.1', false],
  ['550 5.1.1 no such user', '5.1.1', true],
  ['', '5.1.1', true],
])('for good, but is the address dead? %j: %s', (reason, status, dead) => {
  const recipients = [{ address: SENT.recipient, permanent: true, status, reason }]
  const acts = judge({ kind: 'bounce', recipients })?.acts ?? []
  expect(acts.some((act) => act.act === 'suppress')).toBe(dead)
})

test('a report that proves nothing does nothing, and what is no report is not its business', () => {
  const recipients = [{ ...SENT, address: SENT.recipient, permanent: true, status: '', reason: '' }]
  expect(judge({ kind: 'bounce', recipients }, null)).toMatchObject({
    outcome: 'bounce',
    ticket: null,
    acts: [],
  })
  expect(judge(null)).toBeNull()
})

test('of a mail that is in no outbox nothing can be suppressed', () => {
  const recipients = [{ address: 'support@acme.test', permanent: true, status: null, reason: 'x' }]
  const probe = { outboxId: null, ticket: null, recipient: 'support@acme.test' }
  const acts = judge({ kind: 'bounce', recipients }, probe)?.acts ?? []
  expect(acts.map((act) => act.act)).toEqual(['record'])
})

const ABOUT = { ticket: around.ticket as Ticket, circle: around.circle as Circle }

test.each<[string, string, 'ticket' | 'none', boolean]>([
  ['ana@customer.test', 'customer-opened', 'ticket', true],
  ['noor@partner.test', 'support-opened', 'ticket', true],
  ['kim@acme.test', 'support-held', 'ticket', true],
  ['pia@customer.test', 'customer-support-replied', 'ticket', false],
  ['noor@partner.test', 'support-address-bounced', 'ticket', false],
  ['ana@customer.test', 'customer-welcome', 'none', true],
  ['eve@new.test', 'unknown-registration-needed', 'none', false],
  ['ops@acme.test', 'admin-mail-failed', 'none', false],
])('%s of %s (%s): told %j', (recipient, template, about, told) => {
  expect(isCountedOn({ recipient, template }, about === 'ticket' ? ABOUT : null)).toBe(told)
})
