import { z } from 'zod'
import { choice, count, duration, endpoint, flag, host, size, text } from './options.ts'

/** Where a secret is written: as it is, in an environment variable, or in a file of its own. */
export type Secret = string | { env: string } | { file: string }

export function secret(help: string) {
  return z
    .union([
      z.string().min(1, 'must not be empty'),
      z.strictObject({ env: text('Name of the environment variable that holds the secret.') }),
      z.strictObject({
        file: text(
          'File that holds the secret and nothing else; one line end at its end is left out.',
        ),
      }),
    ])
    .meta({ description: help })
}

const security = choice(
  'How the connection is encrypted: tls from the first byte, starttls insisted on, or none.',
  ['tls', 'starttls', 'none'],
)

const verifyCertificate = flag(
  'Refuse a certificate that nobody vouches for; false trusts any that this server shows.',
).prefault(true)

const oauth2 = z
  .strictObject({
    provider: choice('Whose sign-in service gives the tokens; other names its endpoints.', [
      'google',
      'microsoft',
      'other',
    ]),
    clientId: text('The client id of the application registered with the provider.'),
    clientSecret: secret('The client secret, where the provider gave one.').optional(),
    tenant: text('The Microsoft tenant; common by default.').optional(),
    grant: choice(
      'Who is signed in: user (a person agrees once) or application (Microsoft 365, by its secret alone).',
      ['user', 'application'],
    ).prefault('user'),
    scopes: z
      .array(text('A scope.'))
      .min(1, 'needs at least one scope')
      .meta({ description: 'What is asked for; what IMAP and SMTP need by default.' })
      .optional(),
    tokenUrl: endpoint('Where tokens are given, for provider other.').optional(),
    authorizeUrl: endpoint('The page where a person agrees, for provider other.').optional(),
    deviceUrl: endpoint('Where a device code is given, for provider other.').optional(),
  })
  .meta({ description: 'Sign-in with OAuth 2.0 instead of a password.' })

const dkim = z
  .strictObject({
    domain: host('The domain that signs: that of the addresses of the mailboxes.'),
    selector: text('The selector: its public key stands in DNS at SELECTOR._domainkey.DOMAIN.'),
    privateKey: secret('The private key, as PEM.'),
  })
  .meta({ description: 'Mails are signed here (DKIM), where the SMTP server does not do it.' })

const IMAP_PORTS = { tls: 993, starttls: 143, none: 143 } as const
const SMTP_PORTS = { tls: 465, starttls: 587, none: 25 } as const

export const imap = z
  .strictObject({
    host: host('Host name of the IMAP server.'),
    port: count('Port; 993 with tls, else 143.', 1, 65_535).optional(),
    security: security.prefault('tls'),
    allowInsecure: flag('Allow security none towards a host that is not this machine.').prefault(
      false,
    ),
    verifyCertificate,
    user: text('Login name.'),
    password: secret('Password or app password: text, {"env": NAME} or {"file": PATH}.').optional(),
    oauth2: oauth2.optional(),
    timeout: duration(
      'A command without an answer for so long ends the connection.',
      '1ms',
      '1d',
    ).prefault('60s'),
    autoIdle: flag('Wait for new mail with IDLE, beside the poll.').prefault(true),
  })
  .transform((it) => ({ ...it, port: it.port ?? IMAP_PORTS[it.security] }))
  .meta({ description: 'The IMAP server that holds the mailbox.' })

export const smtp = z
  .strictObject({
    host: host('Host name of the SMTP server.'),
    port: count('Port; 465 with tls, 587 with starttls, 25 with none.', 1, 65_535).optional(),
    security: security.prefault('tls'),
    allowInsecure: flag('Allow security none towards a host that is not this machine.').prefault(
      false,
    ),
    verifyCertificate,
    user: text('Login name; without it no login is tried.').optional(),
    password: secret('Password or app password: text, {"env": NAME} or {"file": PATH}.').optional(),
    oauth2: oauth2.optional(),
    timeout: duration(
      'A command without an answer for so long ends the connection.',
      '1ms',
      '1d',
    ).prefault('60s'),
    connections: count('Connections held open at the same time.', 1, 50).prefault(3),
    perMinute: count('Mails sent in a minute at most; 0 for no limit.', 0, 100_000).prefault(30),
    dkim: dkim.optional(),
    maxBytes: size(
      'Largest mail to send; attachments beyond it are left out and named.',
      '64KB',
      '1GB',
    ).prefault('20MB'),
  })
  .transform((it) => ({ ...it, port: it.port ?? SMTP_PORTS[it.security] }))
  .meta({ description: 'The SMTP server that mails leave by.' })
