import { z } from 'zod'
import { caseFields } from './case-fields.ts'
import { smtp } from './connection.ts'
import { contracts, credits } from './credits.ts'
import { department } from './departments.ts'
import { blocked, desk, store } from './desk.ts'
import { directory } from './directory.ts'
import { history } from './history.ts'
import { lapse, supportContacts } from './lapse.ts'
import { mailbox } from './mailbox.ts'
import { monitoring } from './monitoring.ts'
import { text } from './options.ts'
import { cadence, calendars, entitlement, limits, outbox, parse } from './policies.ts'
import { referral } from './referral.ts'
import { registration } from './registration.ts'
import { retention } from './retention.ts'
import { services } from './services.ts'

/** Every option of the configuration file, with its type, its default and one sentence of help. */
export const schema = z
  .strictObject({
    $schema: text('Where editors find the schema of this file.').optional(),
    desk,
    store: store.prefault({}),
    mailboxes: z
      .array(mailbox)
      .min(1, 'needs at least one mailbox')
      .meta({ description: 'The mailboxes that are turned into tickets.' }),
    smtp,
    departments: z
      .array(department)
      .min(1, 'needs at least one department')
      .meta({ description: 'The queues, each with its agents.' }),
    limits: limits.prefault({}),
    blocked: blocked.prefault({}),
    parse: parse.prefault({}),
    outbox: outbox.prefault({}),
    cadence: cadence.prefault({}),
    calendars: calendars.prefault({}),
    registration: registration.prefault({}),
    lapse: lapse.prefault({}),
    history: history.prefault({}),
    supportContacts: supportContacts.prefault({}),
    referral: referral.prefault({}),
    caseFields: caseFields.prefault({}),
    entitlement: entitlement.prefault({}),
    contracts: contracts.prefault({}),
    credits: credits.prefault({}),
    directory: directory.prefault({}),
    services,
    retention: retention.prefault({}),
    monitoring: monitoring.prefault({}),
    templates: text("Folder of the operator's own templates, which win file by file.").optional(),
  })
  .meta({ title: 'ticketd', description: 'Configuration of ticketd.' })

/** The same shape with every secret as its text. */
type Resolved<T> = T extends { env: string } | { file: string }
  ? string
  : T extends readonly (infer Item)[]
    ? Resolved<Item>[]
    : T extends object
      ? { [Key in keyof T]: Resolved<T[Key]> }
      : T

/**
 * What the schema makes of a file whose secrets were read: paths as written, defaults filled in.
 */
export type Settings = Resolved<z.output<typeof schema>>

export type Mailbox = Settings['mailboxes'][number]
export type Imap = Mailbox['imap']
export type Smtp = Settings['smtp']
export type Department = Settings['departments'][number]

/** Absolute paths. */
export interface Store {
  /** The SQLite file. */
  path: string
  /** The folder for what is kept beside it. */
  files: string
  /** The one key file. */
  key: string
}

/**
 * The configuration as the program uses it: whole, checked, with defaults. Durations
 * are milliseconds, sizes are bytes, secrets are their text, paths are absolute,
 * addresses are lower-cased.
 */
export interface Config extends Omit<Settings, '$schema' | 'desk' | 'store' | 'mailboxes'> {
  /** Absolute path of the configuration file. */
  file: string
  desk: Settings['desk'] & { domain: string; staffByFromAlone: boolean }
  store: Store
  mailboxes: [Mailbox, ...Mailbox[]]
}
