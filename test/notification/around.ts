import type { Surroundings } from '../../src/notification/surroundings.ts'
import type { Person, Ticket } from '../../src/ticket/ticket.ts'

export const person = (name: string): Person => ({
  name,
  address: `${name.toLowerCase()}@people.test`,
})

export const ticket: Ticket = {
  number: 100042,
  subject: 'Printer is on fire',
  status: 'open',
  priority: 'P3',
  reason: null,
  department: 'support',
  mailbox: 'support',
  accountId: 1,
  requester: { ...person('Ana'), contactId: 1 },
  supportSide: 'desk',
  locale: 'en',
  seq: 0,
  reopened: 0,
  openedAt: '2026-03-01T08:00:00.000Z',
  updatedAt: '2026-03-01T08:00:00.000Z',
  closedAt: null,
  owner: null,
  plan: null,
  mergedInto: null,
  escalatedFrom: null,
  clock: null,
}

/** Ana asks; Pia takes part; Sam is the support contact; Kim and Lee are the desk's agents. */
export const around: Surroundings = {
  ticket,
  circle: {
    requester: person('Ana'),
    participants: [person('Pia')],
    supportContacts: [person('Sam')],
    agents: [person('Kim'), person('Lee')],
  },
  writer: person('Ana'),
  addressed: ['support@acme.test'],
  ownAddresses: ['support@acme.test'],
  participantsLimit: 20,
  administrators: ['ops@acme.test'],
  otherAgents: [person('Olga')],
  decisionMaker: person('Dora'),
  person: person('Nina'),
  decider: { person: person('Kim'), vendor: true },
}
