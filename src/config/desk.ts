import { z } from 'zod'
import {
  addresses,
  choice,
  clock,
  count,
  domain,
  flag,
  text,
  timeZone,
  webPage,
} from './options.ts'
import { LANGUAGE } from './values.ts'

export const locale = z
  .string()
  .regex(LANGUAGE, 'must be a language such as en or es')
  .meta({ description: 'A language, as BCP 47 writes it.' })

export const desk = z
  .strictObject({
    name: text('The name that people see.'),
    tag: z
      .string()
      .regex(
        /^[A-Za-z\d]([A-Za-z\d-]{0,30}[A-Za-z\d])?$/,
        'must be a word of letters, digits and hyphens',
      )
      .meta({ description: 'The word before # in [Acme#100042]; unlike that of any other desk.' }),
    domain: domain('Domain of our Message-IDs; by default that of the first mailbox.').optional(),
    locale: locale
      .prefault('en')
      .meta({ description: 'Language of mails to people whose own is not known.' }),
    timeZone: timeZone('Time zone of the times written in mails.').prefault('UTC'),
    administrators: addresses('Who is told when something is wrong with the desk itself.').min(
      1,
      'needs at least one address',
    ),
    unknownSenders: choice(
      'What an unknown address gets: register (told how to register, the mail is held) or open (a ticket).',
      ['register', 'open'],
    ).prefault('register'),
    heldDigest: clock(
      'When whoever may decide about mails that wait is told of them, once a day.',
    ).prefault('08:00'),
    firstNumber: count('Number of the first ticket.', 1, 999_999_999).prefault(100_001),
    portalUrl: webPage('Web address of the support centre, named in the welcome mail.').optional(),
    senderCheck: choice(
      'What the proof of a From address counts: trust (nothing), check (a known address that fails DMARC is held) or require (held unless it is proven).',
      ['trust', 'check', 'require'],
    ).prefault('check'),
    dkimCheck: flag(
      'Check DKIM signatures ourselves where the mail host says nothing and the answer matters.',
    ).prefault(true),
    staffByFromAlone: flag(
      'Believe the From address of an agent or support contact without further proof; by default only where no mailbox has authservIds.',
    ).optional(),
  })
  .meta({ description: 'The desk: who it is and how it treats people.' })

export const store = z
  .strictObject({
    url: z
      .string()
      .regex(/^sqlite:.+/, 'must be sqlite: and a file, such as sqlite:data/ticketd.db')
      .prefault('sqlite:data/ticketd.db')
      .meta({ description: 'The database: sqlite: and a file.' }),
    files: text('Folder for what is kept beside the database.').prefault('data/files'),
    key: text('The key file; by default ticketd.key beside the database.').optional(),
  })
  .meta({
    description: 'Where everything is kept; relative paths start at the configuration file.',
  })

export const blocked = z
  .strictObject({
    addresses: addresses('Addresses whose mail is refused without an answer.').prefault([]),
    domains: z.array(domain('A domain.')).prefault([]).meta({
      description: 'Domains, with all below them, whose mail is refused without an answer.',
    }),
  })
  .meta({ description: 'Mail that is refused and answered by nothing.' })
