import type { ComposeContext } from './context.ts'

const NOW = '2026-03-02T10:15:00.000Z'
const SUBJECT = '[Acme#100042] Phones in Madrid do not ring'

/**
 * Example values of what agents and administrators are told of the desk itself: what
 * waits, and what fails.
 */
export const deskExample: Partial<ComposeContext> = {
  held: {
    ledgerId: 4711,
    subject: SUBJECT,
    receivedAt: NOW,
    because: 'the writer has no part in the ticket and holds no mail of ours',
  },
  stopped: { address: 'pat@elsewhere.test', because: '10 answers within the hour' },
  digest: {
    mails: [
      {
        ledgerId: 4711,
        subject: 'Phones in Madrid do not ring',
        receivedAt: NOW,
        from: 'pat@elsewhere.test',
        because: 'the writer has no part in the ticket and holds no mail of ours',
        ticket: 100042,
        quarantined: false,
        referred: false,
        lapsesAt: null,
      },
      {
        ledgerId: 4702,
        subject: 'Scan',
        receivedAt: NOW,
        from: null,
        because: 'the mail took longer than 20 s to read',
        ticket: null,
        quarantined: true,
        referred: false,
        lapsesAt: '2026-04-01T10:15:00.000Z',
      },
    ],
    more: 3,
    pending: [
      {
        accountId: 'A-10007',
        company: 'Umbrella',
        lapsesAt: '2026-03-04T10:15:00.000Z',
      },
    ],
  },
  failed: {
    outboxId: 815,
    to: 'ana@customer.test',
    subject: SUBJECT,
    ticket: 100042,
    error: '550 5.1.1 no such user here',
    attempts: 1,
    suppressed: true,
  },
  bounced: { address: 'ana@customer.test', words: '550 5.1.1 no such user here' },
  quarantined: {
    count: 3,
    mails: [
      {
        ledgerId: 4702,
        mailbox: 'support',
        from: null,
        subject: null,
        because: 'the mail took longer than 20 s to read',
      },
    ],
  },
  inDoubt: {
    count: 2,
    mails: [
      {
        outboxId: 816,
        to: 'ana@customer.test',
        subject: SUBJECT,
        ticket: 100042,
        because: 'The server ended the connection before it answered.',
      },
    ],
  },
  signIn: {
    name: 'support@acme.test at login.microsoftonline.com',
    reads: ['support'],
    sends: ['support', 'billing'],
    because: 'AADSTS70000: the grant has expired (invalid_grant)',
  },
  stoppedAbove: 1000,
  halted: { mailbox: 'support', because: '180 mails would become tickets at once' },
  failing: {
    mailbox: 'support',
    mails: 20,
    because: 'DMARC fails for customer.test, says mx.acme.test',
  },
}
