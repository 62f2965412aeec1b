import type { OpenedFacts } from './opened.ts'
import type { ReferralFacts } from './referral.ts'

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
