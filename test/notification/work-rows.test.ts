import { expect, test } from '@jest/globals'
import { recipients } from '../../src/notification/recipients.ts'
import type { Surroundings } from '../../src/notification/surroundings.ts'
import { WORK_ROWS } from '../../src/notification/work-rows.ts'
import type { WorkHappening } from '../../src/ticket/work-happening.ts'
import { around, person, ticket } from './around.ts'

const byKim = { writer: person('Kim') }
const owned = { ticket: { ...ticket, owner: person('Lee').address } }
const manager = { escalation: ['boss@acme.test'] }
const contactsOnly = { ticket: { ...ticket, supportSide: 'contacts' as const } }

/** `who template audience manner`, one a notice. */
function told(happening: WorkHappening, change: Partial<Surroundings>): string[] {
  return recipients(happening, { ...around, ...change }).map((n) => {
    const who = n.recipient.name || n.recipient.address
    return `${who} ${n.template} ${n.audience} ${n.autoSubmitted ?? 'words'}`
  })
}

const ROWS: [WorkHappening, string, Partial<Surroundings>, string[]][] = [
  [
    'customer-closed',
    'the requester has it confirmed',
    {},
    [
      'Ana customer-closed customer auto-replied',
      'Kim support-customer-closed vendor words',
      'Lee support-customer-closed vendor words',
      'Sam support-customer-closed support words',
    ],
  ],
  [
    'noted',
    'of the vendor: no support contact',
    { ...byKim, wordsFor: 'vendor' },
    ['Lee support-noted vendor words'],
  ],
  [
    'noted',
    'of the support side',
    { writer: person('Sam'), wordsFor: 'support' },
    ['Kim support-noted vendor words', 'Lee support-noted vendor words'],
  ],
  [
    'plan-set',
    'everybody but who set it',
    byKim,
    [
      'Ana customer-plan-set customer words',
      'Lee support-plan-set vendor words',
      'Sam support-plan-set support words',
      'Pia customer-plan-set customer words',
    ],
  ],
  [
    'priority-changed',
    'the requester and the support side',
    byKim,
    [
      'Ana customer-priority-changed customer auto-generated',
      'Lee support-priority-changed vendor auto-generated',
      'Sam support-priority-changed support auto-generated',
    ],
  ],
  ['assigned', 'the owner', { ...byKim, ...owned }, ['Lee support-assigned vendor auto-generated']],
  ['assigned', 'who takes it knows', { writer: person('Lee'), ...owned }, []],
  ['moved', 'the agents', byKim, ['Lee support-moved vendor auto-generated']],
  [
    'merged',
    'everybody of both',
    byKim,
    [
      'Ana customer-merged customer auto-generated',
      'Pia customer-merged customer auto-generated',
      'Lee support-merged vendor auto-generated',
      'Sam support-merged support auto-generated',
    ],
  ],
  [
    'split',
    'the requester and the support side',
    byKim,
    [
      'Ana customer-split customer auto-generated',
      'Lee support-split vendor auto-generated',
      'Sam support-split support auto-generated',
    ],
  ],
  [
    'escalated',
    'whom the department names',
    { ...byKim, ...manager },
    ['boss@acme.test support-escalated vendor words'],
  ],
  ['escalated', 'else the administrators', byKim, ['ops@acme.test support-escalated vendor words']],
  [
    'case-opened',
    'the support contact who asked, and the desk',
    {
      circle: {
        requester: person('Sam'),
        participants: [],
        supportContacts: [],
        agents: [person('Kim')],
      },
      writer: person('Sam'),
    },
    ['Sam customer-case-opened customer auto-replied', 'Kim support-opened vendor words'],
  ],
  [
    'case-answered',
    'support contacts alone',
    { ...byKim, ...contactsOnly },
    ['Sam support-case-answered support words'],
  ],
  ['command-help', 'who asked', byKim, ['Kim support-command-help customer auto-replied']],
  [
    'update-due',
    'all agents, but no support contact',
    { writer: null },
    [
      'Kim support-update-due vendor auto-generated',
      'Lee support-update-due vendor auto-generated',
    ],
  ],
  [
    'update-due',
    'the owner alone',
    { writer: null, ...owned },
    ['Lee support-update-due vendor auto-generated'],
  ],
  [
    'update-due',
    'all agents where the owner is gone',
    { writer: null, ticket: { ...ticket, owner: 'gone@acme.test' } },
    [
      'Kim support-update-due vendor auto-generated',
      'Lee support-update-due vendor auto-generated',
    ],
  ],
  [
    'update-overdue',
    'whom the department names',
    { writer: null, ...manager },
    ['boss@acme.test support-update-overdue vendor auto-generated'],
  ],
  [
    'cadence-report',
    'the administrators',
    { writer: null, ticket: null, circle: null },
    ['ops@acme.test admin-cadence-report vendor auto-generated'],
  ],
  [
    'update-late',
    'the requester',
    { writer: null },
    ['Ana customer-update-late customer auto-generated'],
  ],
]

test.each(ROWS)('%s: %s', (happening, _, change, expected) => {
  expect(told(happening, change)).toEqual(expected)
})

test('no happening is without a row here', () => {
  expect(new Set(ROWS.map(([happening]) => happening))).toEqual(new Set(Object.keys(WORK_ROWS)))
})
