import { formFields } from '../ticket/case-fields.ts'
import type { CaseFormFacts } from './case-form.ts'
import type { OpenedFacts } from './opened.ts'
import type { Programmes, ReferralFacts } from './referral.ts'
import type { TicketsFacts } from './tickets.ts'

/** Example values of the mails about who may open a case, and what was stated about it. */
export const referral: ReferralFacts = {
  subject: 'Phones in Madrid do not ring',
  company: 'Iberia Foods',
  helpDesk: 'it@customer.test',
  people: [
    { name: 'Ana Ruiz', address: 'ana@customer.test' },
    { name: 'Luis Gil', address: 'luis@customer.test' },
  ],
  isOneOfThem: false,
  looksAfter: [{ accountId: 'A-10007', company: 'Globex' }],
  access: 'access@acme.test',
  join: 'https://www.acme.test/join',
  phone: '+34 900 000 100',
  site: 'https://support.acme.test/',
}

export const opened: OpenedFacts = {
  caller: 'partner-supported',
  phone: '+34 900 000 100',
  access: 'contracts@acme.test',
  stated: {
    fields: { numbers: '2001 to 2040', callType: 'inbound' },
    refused: [
      { field: 'reason', value: 'Telephony', allowed: ['Technical', 'Non-Tech', 'Mobility'] },
      { field: 'wantedDate', value: 'soon', allowed: 'date' },
      { field: 'account', value: 'mine', allowed: 'account-id' },
    ],
    missing: ['locations'],
  },
}

export const tickets: TicketsFacts = {
  open: [
    {
      number: 100042,
      subject: 'Phones in Madrid do not ring',
      status: 'waiting',
      updatedAt: '2026-03-02T10:15:00.000Z',
    },
  ],
  closed: [
    {
      number: 100017,
      subject: 'A new extension',
      status: 'closed',
      updatedAt: '2026-01-20T16:00:00.000Z',
    },
  ],
  more: true,
  toAnswer: {
    tickets: [
      {
        number: 100044,
        subject: 'No dial tone on the second floor',
        status: 'open',
        updatedAt: '2026-03-02T11:20:00.000Z',
      },
    ],
    more: false,
  },
  notFound: 100099,
  conversation: null,
}

export const form: CaseFormFacts = {
  fields: formFields('enterprise', true),
  required: ['numbers', 'locations'],
  reasons: ['Technical', 'Non-Tech', 'Mobility'],
  features: ['Hunt groups', 'Voicemail', 'Other'],
  departments: [
    { name: 'support', title: { en: 'Technical support', es: 'Soporte técnico' } },
    { name: 'billing', title: { en: 'Billing', es: 'Facturación' } },
  ],
}

export const programmes: Programmes = {
  partner: 'https://www.acme.test/partners',
  consultant: 'https://www.acme.test/consultants',
  developer: 'https://www.acme.test/developers',
  access: 'access@acme.test',
}
