import type { Draft } from '../../src/notification/notice.ts'

/** A draft as the engine makes it, with what a test wants to be different. */
export function draft(changes: Partial<Draft> = {}): Draft {
  return {
    ticket: null,
    seq: null,
    mailbox: 'support',
    template: 'customer-opened',
    priority: 1,
    recipient: { name: 'Ana Ruiz', address: 'ana@customer.test' },
    envelopeFrom: 'support@acme.test',
    from: { name: 'Acme Support', address: 'support@acme.test' },
    replyTo: 'support@acme.test',
    subject: '[Acme#100042] Printer on fire',
    messageId: '<ticket.100042.1.0123456789ab@acme.test>',
    inReplyTo: null,
    references: [],
    autoSubmitted: null,
    date: '2026-11-21T19:00:00.000Z',
    language: 'en',
    text: 'We are on it.\n',
    html: '<p>We are on it.</p>\n',
    attachments: [],
    ledgerId: null,
    ...changes,
  }
}
