import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ACCESS_ROWS } from '../../src/notification/access-rows.ts'
import { HAPPENINGS, recipients } from '../../src/notification/recipients.ts'
import type { Surroundings } from '../../src/notification/surroundings.ts'
import { WORK_ROWS } from '../../src/notification/work-rows.ts'
import type { Happening } from '../../src/ticket/happening.ts'
import { around, person, ticket } from './around.ts'

const contactsOnly = { ...around, ticket: { ...ticket, supportSide: 'contacts' as const } }

/** `who template audience manner`, one a notice. */
function told(happening: Happening, change: Partial<Surroundings> = {}): string[] {
  return recipients(happening, { ...around, ...change }).map((n) => {
    const who = n.recipient.name || n.recipient.address
    return `${who} ${n.template} ${n.audience} ${n.autoSubmitted ?? 'words'} ${n.priority}`
  })
}

describe('who is told of what', () => {
  const rows: [Happening, string, Partial<Surroundings>, string[]][] = [
    [
      'opened',
      'at the desk',
      {},
      [
        'Ana customer-opened customer auto-replied 2',
        'Kim support-opened vendor words 0',
        'Lee support-opened vendor words 0',
        'Sam support-opened support words 0',
      ],
    ],
    [
      'opened',
      'where the support contacts are the support side',
      contactsOnly,
      ['Ana customer-opened customer auto-replied 2', 'Sam support-opened support words 0'],
    ],
    [
      'opened',
      'by a support contact for himself',
      {
        writer: person('Sam'),
        circle: {
          ...(around.circle as object),
          requester: person('Sam'),
        } as Surroundings['circle'],
      },
      [
        'Sam customer-opened customer auto-replied 2',
        'Kim support-opened vendor words 0',
        'Lee support-opened vendor words 0',
      ],
    ],
    [
      'opened',
      'by a command',
      { writer: null, wordless: true },
      [
        'Ana customer-opened customer auto-generated 1',
        'Kim support-opened vendor auto-generated 1',
        'Lee support-opened vendor auto-generated 1',
        'Sam support-opened support auto-generated 1',
      ],
    ],
    [
      'customer-replied',
      'to the whole support side',
      {},
      [
        'Kim support-customer-replied vendor words 0',
        'Lee support-customer-replied vendor words 0',
        'Sam support-customer-replied support words 0',
      ],
    ],
    [
      'customer-replied',
      'where the support contacts are the support side',
      contactsOnly,
      ['Sam support-customer-replied support words 0'],
    ],
    [
      'support-replied',
      'never to its writer',
      { writer: person('Kim') },
      [
        'Ana customer-support-replied customer words 0',
        'Lee support-support-replied vendor words 0',
        'Sam support-support-replied support words 0',
        'Pia customer-support-replied customer words 0',
      ],
    ],
    [
      'support-replied',
      'who was addressed has it, but the support side is told always',
      {
        writer: person('Sam'),
        addressed: [person('Ana').address, person('Pia').address, person('Kim').address],
      },
      ['Kim support-support-replied vendor words 0', 'Lee support-support-replied vendor words 0'],
    ],
    [
      'support-replied',
      'to so many participants at most',
      { writer: person('Kim'), participantsLimit: 0 },
      [
        'Ana customer-support-replied customer words 0',
        'Lee support-support-replied vendor words 0',
        'Sam support-support-replied support words 0',
      ],
    ],
    [
      'answered-and-closed',
      'who was addressed has the answer and is told the rest',
      { writer: person('Kim'), addressed: [person('Ana').address] },
      [
        'Lee support-answered-and-closed vendor words 0',
        'Sam support-answered-and-closed support words 0',
        'Ana customer-closed customer auto-generated 1',
        'Pia customer-answered-and-closed customer words 0',
      ],
    ],
    [
      'closed',
      'never to who closed it',
      { writer: person('Kim') },
      [
        'Ana customer-closed customer auto-generated 1',
        'Lee support-closed vendor auto-generated 1',
        'Sam support-closed support auto-generated 1',
      ],
    ],
    [
      'closed',
      'by the operator',
      { writer: null },
      [
        'Ana customer-closed customer auto-generated 1',
        'Kim support-closed vendor auto-generated 1',
        'Lee support-closed vendor auto-generated 1',
        'Sam support-closed support auto-generated 1',
      ],
    ],
    [
      'reopened',
      'by its requester',
      {},
      [
        'Ana customer-reopened customer auto-replied 2',
        'Kim support-reopened vendor words 0',
        'Lee support-reopened vendor words 0',
        'Sam support-reopened support words 0',
      ],
    ],
    [
      'reopened',
      'by a participant: for the requester it is a notice',
      { writer: person('Pia') },
      [
        'Ana customer-reopened customer auto-generated 1',
        'Kim support-reopened vendor words 0',
        'Lee support-reopened vendor words 0',
        'Sam support-reopened support words 0',
      ],
    ],
    [
      'held',
      'to the support side; the writer is told nothing',
      { writer: person('Mallory') },
      [
        'Kim support-held vendor auto-generated 1',
        'Lee support-held vendor auto-generated 1',
        'Sam support-held support auto-generated 1',
      ],
    ],
    [
      'reopenings-bundled',
      'to the support side',
      { writer: null },
      [
        'Kim support-reopenings-bundled vendor auto-generated 1',
        'Lee support-reopenings-bundled vendor auto-generated 1',
        'Sam support-reopenings-bundled support auto-generated 1',
      ],
    ],
    [
      'answers-stopped',
      'to the administrators',
      {},
      ['ops@acme.test admin-answers-stopped vendor auto-generated 1'],
    ],
    [
      'held-digest',
      'to whoever may decide',
      { writer: null },
      ['Kim support-held-digest vendor auto-generated 1'],
    ],
    [
      'person-invited',
      'to whom it is about',
      {},
      ['Nina customer-invitation customer auto-generated 1'],
    ],
    [
      'role-granted',
      'to whom it is about',
      {},
      ['Nina customer-role-granted customer auto-generated 1'],
    ],
    [
      'support-contact-added',
      'to whom it is about',
      {},
      ['Nina support-contact-added support auto-generated 1'],
    ],
    [
      'support-contact-removed',
      'to whom it is about',
      {},
      ['Nina support-contact-removed support auto-generated 1'],
    ],
    ['role-granted', 'not to who did it', { writer: person('Nina') }, []],
    [
      'details-asked',
      'to who wrote',
      { writer: person('Nina') },
      ['Nina customer-confirm-details customer auto-replied 2'],
    ],
    [
      'details-refused',
      'to who wrote',
      { writer: person('Nina') },
      ['Nina customer-details-refused customer auto-replied 2'],
    ],
    [
      'details-confirmed',
      'to who wrote',
      { writer: person('Nina') },
      ['Nina customer-details-confirmed customer auto-replied 2'],
    ],
    [
      'held-command-refused',
      'to whoever answered',
      { writer: person('Kim') },
      ['Kim support-held-command-refused customer auto-replied 2'],
    ],
    [
      'other-user-wrote',
      'to the support side',
      { writer: person('Otto') },
      [
        'Kim support-other-user-wrote vendor words 0',
        'Lee support-other-user-wrote vendor words 0',
        'Sam support-other-user-wrote support words 0',
      ],
    ],
    [
      'unverified-wrote',
      'to the support side',
      { writer: person('Mallory') },
      [
        'Kim support-unverified-wrote vendor words 0',
        'Lee support-unverified-wrote vendor words 0',
        'Sam support-unverified-wrote support words 0',
      ],
    ],
    [
      'relay-stopped',
      'to the support side but its writer',
      { writer: person('Lee') },
      [
        'Kim support-relay-stopped vendor auto-generated 1',
        'Sam support-relay-stopped support auto-generated 1',
      ],
    ],
    [
      'answer-not-passed-on',
      'to its writer',
      { writer: person('Lee') },
      ['Lee support-answer-not-passed-on customer auto-replied 2'],
    ],
    [
      'words-not-passed-on',
      'to their writer',
      { writer: person('Newt') },
      ['Newt customer-words-not-passed-on customer auto-replied 2'],
    ],
    [
      'relay-stopped',
      'to the support contacts where they are the support side',
      contactsOnly,
      ['Sam support-relay-stopped support auto-generated 1'],
    ],
    ['cross-posted', 'to the other department', {}, ['Olga support-cross-posted vendor words 0']],
    [
      'tickets-listed',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-tickets-listed customer auto-replied 2'],
    ],
    [
      'case-form-asked',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt case-form customer auto-replied 2'],
    ],
    [
      'account-asked',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt support-account-asked customer auto-replied 2'],
    ],
    [
      'referred-cloud-user',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-cloud-user customer auto-replied 2'],
    ],
    [
      'referred-enterprise-user',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-enterprise-user customer auto-replied 2'],
    ],
    [
      'referred-flex',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-flex customer auto-replied 2'],
    ],
    [
      'referred-partner-user',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-partner-user customer auto-replied 2'],
    ],
    [
      'referred-consultant-membership',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-consultant-membership customer auto-replied 2'],
    ],
    [
      'referred-consultant-contract',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-consultant-contract customer auto-replied 2'],
    ],
    [
      'referred-developer-membership',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-developer-membership customer auto-replied 2'],
    ],
    [
      'referred-developer-contract',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt customer-referred-developer-contract customer auto-replied 2'],
    ],
    [
      'registration-needed',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt unknown-registration-needed customer auto-replied 2'],
    ],
    [
      'registration-incomplete',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt unknown-registration-incomplete customer auto-replied 2'],
    ],
    [
      'registration-terms',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt unknown-registration-terms customer auto-replied 2'],
    ],
    [
      'registration-done',
      'to the writer',
      { writer: person('Newt'), ticket: null, circle: null },
      ['Newt unknown-registration-done customer auto-replied 2'],
    ],
    [
      'command-refused',
      'to its writer',
      { writer: person('Kim') },
      ['Kim support-command-refused customer auto-replied 2'],
    ],
    [
      'welcome',
      'to the Decision Maker of an account that the operator made',
      { writer: null, ticket: null, circle: null },
      ['Dora customer-welcome customer auto-generated 1'],
    ],
    [
      'welcome',
      'to the Decision Maker who registered by mail',
      { writer: person('Dora'), ticket: null, circle: null },
      ['Dora customer-welcome customer auto-replied 2'],
    ],
    [
      'account-confirmed',
      'to the Decision Maker who answered the welcome mail',
      { writer: person('Dora'), ticket: null, circle: null },
      ['Dora customer-account-confirmed customer auto-replied 2'],
    ],
    [
      'one-time-code',
      'to the Decision Maker',
      { writer: null, ticket: null, circle: null },
      ['Dora customer-one-time-code customer auto-generated 1'],
    ],
    [
      'token-rotated',
      'to the Decision Maker',
      { writer: null, ticket: null, circle: null },
      ['Dora customer-token-rotated customer auto-generated 1'],
    ],
    [
      'directory-problem',
      'to the Decision Maker',
      { writer: null, ticket: null, circle: null },
      ['Dora customer-directory-problem customer auto-generated 1'],
    ],
    [
      'service-started',
      'to whoever has the service',
      { writer: null, ticket: null, circle: null, person: person('Ulf') },
      ['Ulf customer-service-started customer auto-generated 1'],
    ],
    [
      'service-changed',
      'to whoever has the service',
      { writer: null, ticket: null, circle: null, person: person('Ulf') },
      ['Ulf customer-service-changed customer auto-generated 1'],
    ],
    [
      'service-ended',
      'to whoever has the service',
      { writer: null, ticket: null, circle: null, person: person('Ulf') },
      ['Ulf customer-service-ended customer auto-generated 1'],
    ],
    [
      'address-bounced',
      'to whoever is left of the support side',
      { writer: null, unreachable: [person('Lee').address, person('Ana').address] },
      [
        'Kim support-address-bounced vendor auto-generated 1',
        'Sam support-address-bounced support auto-generated 1',
      ],
    ],
    [
      'address-bounced',
      'to the administrators where nobody is left',
      { ...contactsOnly, writer: null, unreachable: [person('Sam').address] },
      ['ops@acme.test support-address-bounced vendor auto-generated 1'],
    ],
    [
      'mail-failed',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-mail-failed vendor auto-generated 1'],
    ],
    [
      'mail-quarantined',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-mail-quarantined vendor auto-generated 1'],
    ],
    [
      'mail-in-doubt',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-mail-in-doubt vendor auto-generated 1'],
    ],
    [
      'sending-stopped',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-sending-stopped vendor auto-generated 1'],
    ],
    [
      'sign-in-refused',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-sign-in-refused vendor auto-generated 1'],
    ],
    [
      'mailbox-halted',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-mailbox-halted vendor auto-generated 1'],
    ],
    [
      'authentication-failing',
      'to the administrators',
      { writer: null, ticket: null, circle: null },
      ['ops@acme.test admin-authentication-failing vendor auto-generated 1'],
    ],
    [
      'held',
      'also to the agent whose From it has, who may not have written it',
      { writer: person('Kim') },
      [
        'Kim support-held vendor auto-generated 1',
        'Lee support-held vendor auto-generated 1',
        'Sam support-held support auto-generated 1',
      ],
    ],
  ]
  test.each(rows)('%s: %s', (happening, _, change, expected) => {
    expect(told(happening, change)).toEqual(expected)
  })

  test('no happening is without a row here', () => {
    const here = rows.map(([happening]) => happening)
    const work = [...Object.keys(WORK_ROWS), ...Object.keys(ACCESS_ROWS)]
    expect(new Set([...here, ...work])).toEqual(new Set(HAPPENINGS))
  })
})

test('a reason is a sentence that names the capacity and the happening', () => {
  const reasons = recipients('opened', around).map((n) => n.reason)
  expect(reasons[0]).toBe('Told as the requester because a ticket was opened.')
  expect(reasons[1]).toBe('Told as an agent of support because a ticket was opened.')
  expect(reasons[3]).toBe('Told as a support contact because a ticket was opened.')
})

test('whoever is around: each address once, none of our own, the writer only by an answer, or of a held mail', () => {
  const people = fc.array(fc.constantFrom('Ana', 'Pia', 'Sam', 'Kim', 'Lee').map(person), {
    maxLength: 4,
  })
  const own = ['support@acme.test', 'kim@people.test']
  const circles = fc.record({
    requester: fc.constantFrom(person('Ana'), { name: '', address: 'support+x@acme.test' }),
    participants: people,
    supportContacts: people,
    agents: people,
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...HAPPENINGS),
      circles,
      fc.constantFrom('desk' as const, 'contacts' as const),
      fc.constantFrom(null, person('Ana'), person('Sam'), person('Lee')),
      (happening, circle, supportSide, writer) => {
        const notices = recipients(happening, {
          ...around,
          ticket: { ...ticket, supportSide },
          circle,
          writer,
          ownAddresses: own,
        })
        const addresses = notices.map((n) => n.recipient.address)
        expect(new Set(addresses).size).toBe(addresses.length)
        expect(addresses.filter((a) => own.includes(a) || a.startsWith('support+'))).toEqual([])
        const toWriter = notices.filter((n) => n.recipient.address === writer?.address)
        // Of a held mail nobody knows who wrote it.
        if (happening !== 'held') {
          expect(toWriter.every((n) => n.autoSubmitted === 'auto-replied')).toBe(true)
        }
        if (supportSide === 'contacts' && ticket) {
          const agentsOnly = circle.agents.filter(
            (a) =>
              ![circle.requester, ...circle.participants, ...circle.supportContacts].some(
                (p) => p.address === a.address,
              ),
          )
          // An agent who wrote or asked is answered all the same.
          const told = addresses.filter((a) => a !== writer?.address)
          expect(told.filter((a) => agentsOnly.some((p) => p.address === a))).toEqual([])
        }
      },
    ),
  )
})
