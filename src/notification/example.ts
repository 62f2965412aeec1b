import type { Ticket } from '../ticket/ticket.ts'
import { accessExample } from './access-example.ts'
import type { ComposeContext, TicketFacts } from './context.ts'
import { deskExample } from './desk-example.ts'
import { form, opened, programmes, referral, tickets } from './example-cases.ts'
import { registrationExample } from './registration-example.ts'
import type { Surroundings } from './surroundings.ts'
import type { Templates } from './templates.ts'

const ana = { name: 'Ana Ruiz', address: 'ana@customer.test' }
const lee = { name: 'Kim Lee', address: 'kim@acme.test' }
const pat = { name: 'Pat Moreno', address: 'pat@elsewhere.test' }
export const noor = { name: 'Noor Haddad', address: 'noor@partner.test' }
const now = '2026-03-02T10:15:00.000Z'

const ticket: Ticket = {
  number: 100042,
  subject: 'Phones in Madrid do not ring',
  status: 'open',
  priority: 'P3',
  reason: null,
  department: 'support',
  mailbox: 'support',
  accountId: 1,
  requester: { ...ana, contactId: 1 },
  supportSide: 'desk',
  locale: 'en',
  seq: 3,
  reopened: 1,
  openedAt: '2026-03-01T08:02:00.000Z',
  updatedAt: now,
  closedAt: null,
  owner: lee.address,
  plan: 'Replace the switch on the second floor on Friday morning.',
  mergedInto: null,
  escalatedFrom: null,
  clock: null,
}

/** People around the example. */
export const around: Surroundings = {
  ticket,
  circle: {
    requester: ana,
    participants: [],
    supportContacts: [noor],
    agents: [lee],
  },
  writer: null,
  addressed: [],
  ownAddresses: [],
  participantsLimit: 20,
  administrators: ['ops@acme.test'],
  otherAgents: [lee],
  decisionMaker: ana,
  person: ana,
  decider: { person: lee, vendor: true },
}

const WORDS = {
  customer:
    'Since this morning the phones on our second floor do not ring.\nCalls out work, calls in go to voicemail at once.\n\nThe list of the phones is in the attachment.',
  support:
    'Thank you for the list. The ring group lost its members when it was moved;\nI have put them back.\n\nCould you call one of the phones, and tell me whether it rings?',
  signature: 'Best regards',
  earlier: 'Which phones are it? A list of their numbers would help us find out.',
  note: 'Looks like the ring group again, as at Easter.',
}

/** Example values that fill every field of every template. */
export function previewContext(
  templates: Templates,
  template: string,
  locale: string,
): ComposeContext {
  const fromSupport =
    /support-replied|closed|assigned|merged|moved|split|noted|escalated|plan-set|priority-changed|case-answered/.test(
      template,
    )
  const fromOutside = /held|other-user|unverified|stopped/.test(template)
  const writer = fromSupport ? lee : fromOutside ? pat : ana
  const aboutTicket =
    !/^(admin|unknown)-|welcome|referred|listed|held-digest|account-asked|case-form|account-confirmed|one-time|token|invitation|details|role-granted|support-contact-|directory-problem|service-|entitled|deployment-asked|balance-low|cover-ending|statement/.test(
      template,
    )
  const exampleTicket: TicketFacts = {
    ...ticket,
    locale,
    plan: template.endsWith('-opened') ? null : ticket.plan,
    departmentTitle: { en: 'Technical Support', es: 'Soporte técnico' },
    account: { accountId: 'A-10001', company: 'Iberia Foods' },
    handledBy: null,
    participants: [{ name: 'Bo Lin', address: 'bo@customer.test' }],
  }
  return {
    templates,
    desk: {
      name: 'Acme Support',
      tag: 'Acme',
      domain: 'acme.test',
      locale,
      timeZone: 'Europe/Madrid',
      portalUrl: 'https://support.acme.test/',
    },
    mailbox: { name: 'support', address: 'support@acme.test' },
    now,
    ledgerId: 4711,
    sign: () => '0123456789ab',
    number: 4,
    locale,
    ticket: aboutTicket ? exampleTicket : null,
    writer,
    words: {
      writer,
      audience: 'customer',
      reply: fromSupport ? WORDS.support : WORDS.customer,
      text: `${fromSupport ? WORDS.support : WORDS.customer}\n\n${WORDS.signature}`,
      html: null,
      folds: [],
      attachments: [
        {
          ledgerId: 4711,
          position: 0,
          name: 'phones.pdf',
          type: 'application/pdf',
          size: 184_320,
          inline: false,
          contentId: null,
        },
      ],
    },
    earlier: [
      {
        at: '2026-03-01T09:40:00.000Z',
        from: lee,
        audience: 'customer',
        reply: WORDS.earlier,
        attachments: 0,
      },
      {
        at: '2026-03-01T09:12:00.000Z',
        from: lee,
        audience: 'vendor',
        reply: WORDS.note,
        attachments: 1,
      },
    ],
    ...deskExample,
    mark: /-held|entitled|deployment-asked|account-asked|case-form/.test(template)
      ? 'M4711-0123456789ab'
      : /registration-(needed|incomplete|terms)/.test(template)
        ? 'R4711-0123456789ab'
        : /invitation|-details/.test(template)
          ? 'C17-0123456789ab'
          : template === 'customer-welcome'
            ? 'A10001-0123456789ab'
            : null,
    bundled: { count: 3 },
    refusedLines: ['#clsoe'],
    refusals: [
      { line: '#clsoe', why: 'unknown', form: null },
      { line: '#priority high', why: 'form', form: '#priority P2' },
    ],
    change: { was: 'P2', is: 'P3' },
    other: { number: 100_041, subject: 'No phone rings' },
    every: 14_400_000,
    cadence: {
      from: '2026-02-01T00:00:00.000Z',
      to: '2026-03-01T00:00:00.000Z',
      report: {
        lines: [
          {
            department: 'support',
            pace: 'P1',
            promised: 40,
            kept: 38,
            missed: 2,
            worst: 1_500_000,
          },
          { department: 'support', pace: 'P3', promised: 210, kept: 210, missed: 0, worst: 0 },
        ],
        total: { promised: 250, kept: 248, missed: 2, worst: 1_500_000 },
      },
    },
    update: { from: '2026-03-01T08:02:00.000Z', due: now, missed: 2 },
    referral,
    opened,
    tickets,
    form,
    programmes,
    choices: referral.looksAfter,
    ...registrationExample,
    ...accessExample(template),
    lapse: { pending: 14 * 86_400_000, held: 30 * 86_400_000 },
    supportContacts: [noor, { name: 'Desk', address: 'help@partner.test' }],
    person: {
      accountId: 'A-10001',
      company: 'Iberia Foods',
      name: ana.name,
      phone: '+34 600 123 456',
      locale,
      languageOnly: false,
      roles: ['authorised-contact', 'phone-manager'],
      by: lee,
      faults: ['Phone: "call me" is no phone number that exists'],
      synced: false,
    },
    directory: {
      account: { accountId: 'A-10001', company: 'Iberia Foods' },
      kind: 'error',
      fault: { is: 'too-many-gone', gone: 180, of: 400 },
      source: 'push',
    },
    service: {
      account: { accountId: 'A-10001', company: 'Iberia Foods' },
      title: { en: 'Voicemail to text', es: 'Buzón de voz a texto' },
      name: 'voicemail-to-text',
      given: 'ana@customer.test',
      lacks: ['deliver-as-wav'],
    },
  }
}
