import { z } from 'zod'
import { secret } from './connection.ts'
import { accountId, duration, flag, name, text } from './options.ts'
import { isLoopback } from './values.ts'

const account = accountId('The account whose users these are.')

const file = z
  .strictObject({
    kind: z.literal('file').meta({ description: 'A file that an exporter drops.' }),
    account,
    path: text('The file, .json or else CSV; relative to the configuration file.'),
  })
  .meta({ description: 'A CSV or JSON file that an exporter writes anew again and again.' })

const attribute = (by: string) =>
  name(`The attribute of it; ${by || 'none'} by default.`)
    .or(z.literal(''))
    .prefault(by)

const ldap = z
  .strictObject({
    kind: z.literal('ldap').meta({ description: 'An LDAP directory.' }),
    account,
    url: z
      .string()
      .regex(/^ldaps?:\/\/[^/@\s]+\/?$/i, 'must be ldaps:// or ldap:// and a host')
      .meta({ description: 'Where it is: ldaps://ldap.example.org.' }),
    startTls: flag('Encrypt a connection to ldap:// before the login.').prefault(false),
    ca: text('File with the certificate of its authority, where that is a private one.').optional(),
    allowInsecure: flag('Allow a login without encryption to another machine.').prefault(false),
    bindDn: text('Who logs in; without it nobody does.').optional(),
    password: secret('Password of the login: text, {"env": NAME} or {"file": PATH}.').optional(),
    base: text('Where the users are looked for: ou=people,dc=example,dc=org.'),
    filter: text('Which entries are users (RFC 4515).').prefault('(objectClass=person)'),
    timeout: duration('An answer that takes longer ends the connection.', '1ms', '1h').prefault(
      '30s',
    ),
    attributes: z
      .strictObject({
        id: attribute('entryUUID'),
        firstName: attribute('givenName'),
        lastName: attribute('sn'),
        email: attribute('mail'),
        phone: attribute('telephoneNumber'),
        fax: attribute('facsimileTelephoneNumber'),
        trunkGroup: attribute(''),
        trunkRange: attribute(''),
        mailboxAddress: attribute(''),
        deliverAs: attribute(''),
      })
      .prefault({})
      .meta({ description: 'Which attribute holds what.' }),
  })
  .refine(isSafe, {
    path: ['url'],
    error: 'would send the password readable; use ldaps, set startTls, or set allowInsecure',
  })
  .refine((it) => it.bindDn === undefined || it.password !== undefined, {
    path: ['password'],
    error: 'is missing: bindDn needs one',
  })
  .meta({ description: 'An LDAP directory, read with one paged search.' })

function isSafe(it: { url: string; startTls: boolean; allowInsecure: boolean }): boolean {
  if (it.startTls || it.allowInsecure || /^ldaps:/i.test(it.url)) return true
  return isLoopback(new URL(it.url).hostname)
}

export const directory = z
  .strictObject({
    usersEvery: duration('Changes of users are taken up this often.', '1s', '30d').prefault('5m'),
    servicesEvery: duration('Changes of services are taken up this often.', '1s', '30d').prefault(
      '8h',
    ),
    minimumVersion: z
      .string()
      .regex(/^\d+(\.\d+)*$/, 'must be numbers with dots such as 19.43.7902.0')
      .optional()
      .meta({ description: 'The oldest version of a phone system that may push its users.' }),
    mostDisabled: z.number().min(0).max(1).prefault(0.3).meta({
      description: 'A push that would disable a larger part of the users stops and asks.',
    }),
    sources: z
      .array(z.discriminatedUnion('kind', [file, ldap]))
      .prefault([])
      .meta({ description: 'Directories that are read again and again, beside what is pushed.' }),
  })
  .meta({ description: 'Users that come from the phone systems of accounts.' })
