import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readOwnMessageId } from '../../src/message/own-ids.ts'
import { compose } from '../../src/notification/compose.ts'
import type { ComposeContext, TicketFacts } from '../../src/notification/context.ts'
import { recipients } from '../../src/notification/recipients.ts'
import type { Words } from '../../src/notification/relay.ts'
import type { Surroundings } from '../../src/notification/surroundings.ts'
import { loadTemplates } from '../../src/notification/templates.ts'
import type { Happening } from '../../src/ticket/happening.ts'
import { around, person, ticket } from './around.ts'

const facts: TicketFacts = {
  ...ticket,
  departmentTitle: { en: 'Technical Support', es: 'Soporte técnico' },
  account: { accountId: 'A-10001', company: 'Iberia Foods' },
  handledBy: null,
}

const words: Words = {
  writer: person('Ana'),
  audience: 'customer',
  reply: 'It does not ring.',
  text: 'It does not ring.',
  html: null,
  folds: [],
  attachments: [
    {
      ledgerId: 7,
      position: 0,
      name: 'plan.pdf',
      type: 'application/pdf',
      size: 1_234_567,
      inline: false,
      contentId: null,
    },
  ],
}

const context: ComposeContext = {
  templates: loadTemplates(null),
  desk: {
    name: 'Acme Support',
    tag: 'Acme',
    domain: 'acme.test',
    locale: 'en',
    timeZone: 'Europe/Madrid',
  },
  mailbox: { name: 'support', address: 'support@acme.test' },
  now: '2026-03-02T10:15:00.000Z',
  ledgerId: 7,
  sign: (of, to) =>
    ('seq' in of ? of.seq : of.row).toString(16).padStart(11, '0') + (to ? 'a' : '0'),
  number: 3,
  ticket: facts,
  writer: person('Ana'),
  words,
}

/** The mail to one person about a happening. */
function mailTo(
  name: string,
  happening: Happening,
  change: Partial<ComposeContext> = {},
  surroundings: Partial<Surroundings> = {},
) {
  const all = recipients(happening, { ...around, ...surroundings })
  const notice = all.find((n) => n.recipient.name === name)
  if (!notice) throw new Error(`${name} is not told`)
  return compose(notice, { ...context, ...change })
}

describe('a confirmation', () => {
  const confirmation = mailTo('Ana', 'opened')
  test('says number, department, to keep the subject, and one problem per ticket', () => {
    expect(confirmation.text).toContain('Ticket: 100042\nDepartment: Technical Support\n')
    expect(confirmation.text).toContain('Keep the subject line as it is')
    expect(confirmation.text).toContain('One problem per ticket')
  })

  test('repeats nothing of the mail, and carries no attachment', () => {
    expect(confirmation.text + confirmation.html).not.toContain('does not ring')
    expect(confirmation.attachments).toEqual([])
  })

  test('repeats of the subject and the name what harms nobody', () => {
    const mail = mailTo('Ana', 'opened', {
      ticket: { ...facts, subject: `Buy at https://evil.test/x now ${'y'.repeat(200)}` },
    })
    expect(mail.subject).toMatch(/^\[Acme#100042\] Buy at … now y+…$/)
    expect(mail.subject.length).toBeLessThanOrEqual(116)
    expect(mail.text + mail.html).not.toContain('evil.test')
  })

  test('names who answers where support contacts do', () => {
    const ticketOfPartner = { ...facts, supportSide: 'contacts' as const, handledBy: 'Partner Ltd' }
    expect(mailTo('Ana', 'opened', { ticket: ticketOfPartner }).text).toContain(
      'Partner Ltd looks after',
    )
    expect(confirmation.text).toContain('Our team')
  })

  test('is an automatic answer of the desk', () => {
    expect(confirmation).toMatchObject({
      autoSubmitted: 'auto-replied',
      from: { name: 'Acme Support', address: 'support@acme.test' },
      replyTo: 'support@acme.test',
      envelopeFrom: 'support@acme.test',
      recipient: person('Ana'),
      date: '2026-03-02T10:15:00.000Z',
      ticket: 100042,
      seq: 3,
      ledgerId: 7,
    })
  })
})

describe('a relay', () => {
  const relay = mailTo('Kim', 'customer-replied')
  test('speaks in the writer’s name, and has the words first', () => {
    expect(relay.from).toEqual({ name: 'Ana via Acme Support', address: 'support@acme.test' })
    expect(relay.autoSubmitted).toBeNull()
    expect(relay.text.split('\n')[2]).toBe('It does not ring.')
    expect(relay.text).toContain('plan.pdf (1.2 MB)')
    expect(relay.attachments).toEqual(words.attachments)
  })

  test('shows a support contact nothing of the vendor, and an agent all', () => {
    const earlier = [
      {
        at: '2026-03-01T08:00:00.000Z',
        from: person('Kim'),
        audience: 'vendor' as const,
        reply: 'They never pay.',
        attachments: 0,
      },
    ]
    const toSam = mailTo('Sam', 'customer-replied', { earlier })
    expect(toSam.text + toSam.html).not.toContain('never pay')
    expect(mailTo('Kim', 'customer-replied', { earlier }).text).toContain('never pay')
  })

  test('keeps a subject whole, links and all', () => {
    const subject = 'https://wiki.people.test/page is down'
    expect(mailTo('Kim', 'customer-replied', { ticket: { ...facts, subject } }).subject).toBe(
      `[Acme#100042] ${subject}`,
    )
  })

  test('of a writer without a name takes what stands before the @, never a whole address', () => {
    const nameless = { name: '', address: 'j.doe@people.test' }
    const boss = { name: 'boss@bank.test', address: 'x@evil.test' }
    expect(mailTo('Kim', 'customer-replied', { writer: nameless }).from.name).toBe(
      'j.doe via Acme Support',
    )
    expect(mailTo('Kim', 'customer-replied', { writer: boss }).from.name).toBe('x via Acme Support')
  })
})

test('a held mail is shown, its attachments are only named', () => {
  const held = {
    ledgerId: 4711,
    subject: 'Hi',
    receivedAt: '2026-03-02T10:00:00.000Z',
    because: 'it may be forged',
  }
  const mail = mailTo('Kim', 'held', { held, words: { ...words, audience: 'support' } })
  expect(mail.text).toContain('plan.pdf')
  expect(mail.text).toContain('ticketd mail release 4711')
  expect(mail.text).toContain('Why it waits: it may be forged')
  expect(mail.attachments).toEqual([])
  const unnamed = mailTo('Kim', 'held', { held, writer: { name: '', address: '' } })
  expect(unnamed.text).toContain('Written by: unclear')
})

describe('languages', () => {
  const inSpanish = { ticket: { ...facts, locale: 'es-MX' } }
  test('customers and support contacts read the ticket’s, agents the desk’s', () => {
    expect(mailTo('Ana', 'opened', inSpanish).text).toContain('Departamento: Soporte técnico')
    expect(mailTo('Sam', 'opened', inSpanish).text).toContain('Ticket nuevo')
    expect(mailTo('Kim', 'opened', inSpanish).text).toContain('New ticket')
  })

  test('dates are in the desk’s time zone and the reader’s language', () => {
    expect(mailTo('Sam', 'opened', inSpanish).text).toContain('1 mar 2026, 09:00 CET')
    expect(mailTo('Kim', 'opened').text).toContain('1 Mar 2026, 09:00 CET')
  })

  test('a mail of no ticket is in the language of the account', () => {
    const change = {
      ticket: null,
      locale: 'es',
      welcome: { accountId: 'A-10001', company: 'Iberia Foods', proof: null },
    }
    const mail = mailTo('Dora', 'welcome', change)
    expect(mail.subject).toBe('Le damos la bienvenida a Acme Support: su cuenta A-10001')
    expect(mail.text).not.toContain('Responda a este correo')
  })
})

describe('ids', () => {
  test('a ticket’s mail has its own id and refers to the root and what this reader knows', () => {
    const mail = mailTo('Kim', 'customer-replied', { knownIds: ['<a@people.test>', '<b@x.test>'] })
    expect(readOwnMessageId(mail.messageId, 'acme.test')).toMatchObject({ ticket: 100042, seq: 3 })
    const root = mail.references[0] ?? ''
    expect(readOwnMessageId(root, 'acme.test')).toMatchObject({ ticket: 100042, seq: 0 })
    expect(mail.references.slice(1)).toEqual(['<a@people.test>', '<b@x.test>'])
    expect(mail.inReplyTo).toBe('<b@x.test>')
  })

  test('many references keep the first and the last; what is no id goes', () => {
    const ids = Array.from({ length: 60 }, (_, i) => `<${i}@people.test>`)
    const { references } = mailTo('Kim', 'customer-replied', {
      knownIds: [...ids, 'no id', '<a b@c>'],
    })
    expect(references).toHaveLength(20)
    expect(readOwnMessageId(references[0] ?? '', 'acme.test')).toMatchObject({ seq: 0 })
    expect(references.at(-1)).toBe('<59@people.test>')
  })

  test('a mail of no ticket has the id of its row, and answers the mail that it is about', () => {
    const mail = mailTo(
      'Newt',
      'registration-needed',
      { ticket: null, number: 12, knownIds: ['<theirs@new.test>'] },
      { writer: person('Newt'), ticket: null, circle: null },
    )
    expect(readOwnMessageId(mail.messageId, 'acme.test')).toMatchObject({ kind: 'mail', row: 12 })
    expect(mail).toMatchObject({ ticket: null, seq: null, inReplyTo: '<theirs@new.test>' })
  })
})

test('whatever subject and names say, no header of ours has a second line', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('a', '\r', '\n', '\u2028', '\0', ' ', '"', '<'),
  })
  fc.assert(
    fc.property(hostile, hostile, (subject, name) => {
      for (const who of ['Ana', 'Kim']) {
        const mail = mailTo(who, 'opened', {
          ticket: { ...facts, subject },
          writer: { name, address: 'w@people.test' },
        })
        expect(mail.subject + mail.from.name).not.toMatch(/[\r\n\0\u2028]/)
        expect(mail.subject.startsWith('[Acme#100042]')).toBe(true)
      }
    }),
  )
})
