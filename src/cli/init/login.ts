import type { Secret } from '../../config/connection.ts'
import { choice, endpoint, text } from '../../config/options.ts'
import { type Answers, ask, type Question } from './question.ts'

/** Where the mail of a provider is, and how its SMTP server is spoken to. */
const HOSTS: Record<string, { imap: string; smtp: string; smtpSecurity: 'tls' | 'starttls' }> = {
  google: { imap: 'imap.gmail.com', smtp: 'smtp.gmail.com', smtpSecurity: 'tls' },
  microsoft: {
    imap: 'outlook.office365.com',
    smtp: 'smtp.office365.com',
    smtpSecurity: 'starttls',
  },
}

const FLOWS = ['device', 'browser', 'application'] as const
const isOAuth = ({ login }: Answers) => login !== undefined && login !== 'password'
const isOther = ({ login }: Answers) => login === 'other'

/**
 * How a mailbox is logged in to: what a provider wants to know is asked only where there is one.
 */
export const LOGIN_QUESTIONS: readonly Question[] = [
  ask(
    'login',
    'How it is logged in to: password, or without one at google, microsoft or other (OAuth 2.0)',
    choice('', ['password', 'google', 'microsoft', 'other']),
    () => 'password',
  ),
  ask(
    'oauth2-client-id',
    'Client id of the application registered with the provider',
    text(''),
    undefined,
    { when: isOAuth },
  ),
  ask(
    'oauth2-flow',
    'Who signs in: a person by a code on any device, a person in a browser, or the application itself',
    choice('', FLOWS),
    ({ login }) => (login === 'microsoft' ? 'device' : 'browser'),
    { when: isOAuth, open: ({ login }) => login !== 'google', fault: flowFault },
  ),
  ask(
    'oauth2-tenant',
    'Microsoft tenant: its id or one of its domains',
    text(''),
    ({ address }) => address?.split('@')[1] ?? '',
    { when: ({ login }) => login === 'microsoft' },
  ),
  ask(
    'oauth2-issuer',
    'Address of the provider, https://…, which names its endpoints',
    endpoint(''),
    undefined,
    { when: isOther },
  ),
  ask('oauth2-scopes', 'Scopes for IMAP and SMTP, separated by blanks', text(''), undefined, {
    when: isOther,
  }),
]

function flowFault(answer: string, { login }: Answers): string | undefined {
  if (!(FLOWS as readonly string[]).includes(answer)) return `must be ${FLOWS.join(', ')}`
  if (login !== 'google' || answer === 'browser') return undefined
  return 'must be browser: google lets a person agree to mail in no other way'
}

/** Where the IMAP server of a provider is; undefined where none is known. */
export function imapHostOf({ login }: Answers): string | undefined {
  return HOSTS[login ?? '']?.imap
}

/** Where the SMTP server of a provider is; undefined where none is known. */
export function smtpHostOf({ login }: Answers): string | undefined {
  return HOSTS[login ?? '']?.smtp
}

/** How the provider's own SMTP server is encrypted; undefined for any other. */
export function smtpSecurityOf({ login, smtpHost }: Answers): string | undefined {
  const hosts = HOSTS[login ?? '']
  return hosts && hosts.smtp === smtpHost ? hosts.smtpSecurity : undefined
}

/** Whether the provider wants a client secret: `needed`, `possible` (a public client has none). */
export function secretNeed({ login, oauth2Flow }: Answers): 'needed' | 'possible' | 'none' {
  if (!isOAuth({ login })) return 'none'
  // Google gives desktop applications one, too, and wants to see it.
  return login === 'google' || oauth2Flow === 'application' ? 'needed' : 'possible'
}

/** The `oauth2` of the configuration; undefined where a password logs in. */
export function oauth2Of(
  answers: Answers,
  clientSecret: Secret | undefined,
  endpoints: object,
): object | undefined {
  if (!isOAuth(answers)) return undefined
  const byApplication = answers.oauth2Flow === 'application'
  return {
    provider: answers.login,
    clientId: answers.oauth2ClientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(answers.login === 'microsoft' && { tenant: answers.oauth2Tenant }),
    ...(byApplication && { grant: 'application' }),
    ...(isOther(answers) && {
      scopes: answers.oauth2Scopes?.split(/[\s,]+/).filter(Boolean),
      ...endpoints,
    }),
  }
}

/** The command by which a person signs in; undefined where none has to. */
export function signInCommand(name: string, answers: Answers): string | undefined {
  if (!isOAuth(answers) || answers.oauth2Flow === 'application') return undefined
  return `ticketd mailbox authorize ${name} --${answers.oauth2Flow}`
}
