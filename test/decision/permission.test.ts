import { expect, test } from '@jest/globals'
import type { Account } from '../../src/account/account.ts'
import type { Evidence, Sender, TicketFacts } from '../../src/decision/facts.ts'
import { permissionOf } from '../../src/decision/permission.ts'
import type { Side, SupportSide } from '../../src/ticket/ticket.ts'

const account: Account = {
  id: 1,
  accountId: 'A-10001',
  kind: 'customer',
  model: 'cloud',
  company: 'Globex',
  partnerId: null,
  state: 'active',
  locale: null,
  helpDesk: null,
  member: false,
  supportUntil: null,
}

function target(supportSide: SupportSide = 'desk'): TicketFacts {
  const person = (address: string) => ({ name: '', address })
  return {
    ticket: {
      number: 1,
      subject: 's',
      status: 'open',
      priority: 'P3',
      reason: null,
      department: 'support',
      mailbox: 'support',
      accountId: 1,
      requester: { ...person('ana@globex.test'), contactId: 7 },
      supportSide,
      locale: 'en',
      seq: 0,
      reopened: 0,
      openedAt: '',
      updatedAt: '',
      closedAt: null,
      owner: null,
      plan: null,
      mergedInto: null,
      escalatedFrom: null,
      clock: null,
    },
    circle: {
      requester: person('ana@globex.test'),
      participants: [person('pia@else.test')],
      supportContacts: [person('sam@partner.test')],
      agents: [person('kim@acme.test')],
    },
    recent: { mails: 0, same: 0, braked: false, reopenings: 0 },
  }
}

type Who = { address: string; contact?: number; roles?: string[]; of?: number; active?: boolean }

function sender({ address, contact, roles, of = 1, active = true }: Who): Sender {
  return {
    name: '',
    address,
    contact:
      contact === undefined
        ? null
        : { id: contact, name: '', active, locale: null, accountId: of, addresses: [address] },
    memberships: roles ? [{ account: { ...account, id: of }, roles }] : [],
    supports: [],
    agentOf: [],
    domainOf: null,
  }
}

const signedFor = (address: string): Evidence => {
  return { kind: 'reference', shown: '', number: 1, signedFor: address, target: null }
}

interface Cell {
  who: Who
  evidence?: Evidence[]
  side: Side | null
  supportSide?: SupportSide
  proofWanted?: boolean
  authenticated?: boolean
}

test.each<[string, Cell]>([
  ['the requester', { who: { address: 'ana@globex.test' }, side: 'customer' }],
  [
    'another address of the requester',
    { who: { address: 'a@home.test', contact: 7, roles: ['user'] }, side: 'customer' },
  ],
  [
    'a disabled contact by another address',
    { who: { address: 'a@home.test', contact: 7, active: false }, side: null },
  ],
  [
    'a disabled requester, who holds a mail of ours',
    {
      who: { address: 'ana@globex.test', contact: 7, active: false },
      evidence: [signedFor('ana@globex.test')],
      side: null,
    },
  ],
  [
    'a disabled support contact',
    { who: { address: 'sam@partner.test', contact: 8, active: false }, side: null },
  ],
  ['an agent', { who: { address: 'kim@acme.test' }, side: 'support' }],
  [
    'an agent where the contacts answer',
    { who: { address: 'kim@acme.test' }, supportSide: 'contacts', side: null },
  ],
  ['a support contact', { who: { address: 'sam@partner.test' }, side: 'support' }],
  [
    'a support contact where the contacts answer',
    { who: { address: 'sam@partner.test' }, supportSide: 'contacts', side: 'support' },
  ],
  ['an agent without proof', { who: { address: 'kim@acme.test' }, proofWanted: true, side: null }],
  [
    'an agent with a mail to somebody else',
    {
      who: { address: 'kim@acme.test' },
      proofWanted: true,
      evidence: [signedFor('ana@globex.test')],
      side: null,
    },
  ],
  [
    'an agent with a mail to that agent',
    {
      who: { address: 'kim@acme.test' },
      proofWanted: true,
      evidence: [signedFor('kim@acme.test')],
      side: 'support',
    },
  ],
  [
    'an agent who is authenticated',
    { who: { address: 'kim@acme.test' }, proofWanted: true, authenticated: true, side: 'support' },
  ],
  [
    'a stranger who is authenticated',
    { who: { address: 'eve@evil.test' }, authenticated: true, side: null },
  ],
  ['a participant', { who: { address: 'pia@else.test' }, side: 'customer' }],
  [
    'an authorised contact of the account',
    { who: { address: 'bo@globex.test', contact: 8, roles: ['phone-manager'] }, side: 'customer' },
  ],
  [
    'another user of the account',
    { who: { address: 'cy@globex.test', contact: 9, roles: ['user'] }, side: 'other' },
  ],
  [
    'an authorised contact of another account',
    {
      who: { address: 'x@initech.test', contact: 9, roles: ['decision-maker'], of: 2 },
      side: null,
    },
  ],
  ['a stranger', { who: { address: 'eve@evil.test' }, side: null }],
  [
    'a stranger with a forwarded mail of ours',
    {
      who: { address: 'eve@evil.test' },
      evidence: [signedFor('ana@globex.test')],
      side: 'unverified',
    },
  ],
  [
    'a stranger with the root id',
    { who: { address: 'eve@evil.test' }, evidence: [signedFor('')], side: 'unverified' },
  ],
  ['nobody', { who: { address: '' }, evidence: [signedFor('')], side: null }],
])('%s', (_, cell) => {
  const permission = permissionOf(
    sender(cell.who),
    cell.evidence ?? [],
    target(cell.supportSide),
    { staffByFromAlone: !cell.proofWanted },
    cell.authenticated,
  )
  expect(permission.side).toBe(cell.side)
  expect(permission.because).not.toBe('')
})
