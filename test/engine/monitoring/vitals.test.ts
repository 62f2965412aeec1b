import { expect, test } from '@jest/globals'
import { ailments, type Vitals } from '../../../src/engine/monitoring/vitals.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

const well: Vitals = {
  leads: true,
  trouble: null,
  pulse: {
    undecided: 0,
    undecidedSince: null,
    held: 3,
    quarantined: 1,
    outbox: { queued: 5, sending: 0, uncertain: 0, failed: 0 },
    asked: 0,
    queuedSince: at(-90),
  },
  mailboxes: [{ name: 'support', halted: null, connected: true, since: at(-60), error: null }],
  accounts: [{ name: 'smtp.acme.test:465', trouble: null }],
  stop: null,
}
const [mailbox] = well.mailboxes as [Vitals['mailboxes'][number]]

test.each<[string, Partial<Vitals>, string[]]>([
  ['all is well', {}, []],
  ['a backlog', { pulse: { ...well.pulse, undecided: 9, undecidedSince: at(-9) } }, []],
  [
    'a backlog that does not move',
    { pulse: { ...well.pulse, undecided: 9, undecidedSince: at(-11) } },
    [`9 mails wait to be decided, the oldest since ${at(-11)}`],
  ],
  [
    'a lost connection',
    { mailboxes: [{ ...mailbox, connected: false, error: 'refused' }] },
    ['Mailbox support is not watched: refused'],
  ],
  [
    'a mailbox that asks',
    { mailboxes: [{ ...mailbox, halted: '60 tickets at once' }] },
    ['Mailbox support waits for a person: 60 tickets at once'],
  ],
  [
    'a server that refuses us',
    { accounts: [{ name: 'smtp.acme.test:465', trouble: '535 no' }] },
    ['smtp.acme.test:465 sends nothing: 535 no'],
  ],
  ['mails that wait for an answer', { pulse: { ...well.pulse, asked: 4 } }, []],
  [
    'a pause without a reason',
    { stop: { at: at(-9), by: 'operator', because: null } },
    [`No mail leaves: operator paused the sending at ${at(-9)}`],
  ],
  [
    'a store that cannot be written',
    { leads: false, trouble: 'The store is full.' },
    ['Nothing is done: The store is full.'],
  ],
  [
    'whoever stands by has no ailments',
    { leads: false, mailboxes: [{ ...mailbox, connected: false }] },
    [],
  ],
])('%s', (_, changes, wrong) => {
  expect(ailments({ ...well, ...changes }, NOW)).toEqual(wrong)
})
