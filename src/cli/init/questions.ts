import { desk } from '../../config/desk.ts'
import { knownLocales, localeFault } from '../../config/locales.ts'
import { address, choice, host, start, text, timeZone } from '../../config/options.ts'
import { imapHostOf, LOGIN_QUESTIONS, smtpHostOf, smtpSecurityOf } from './login.ts'
import { ask, type Question } from './question.ts'
import { isOddPort, usualSecurity } from './server-at.ts'

const { tag } = desk.shape
const language = {
  safeParse: (answer: string) => {
    const message = localeFault(answer, knownLocales(undefined))
    return { error: message === undefined ? undefined : { issues: [{ message }] } }
  },
}
const addresses = {
  safeParse: (answer: string) => desk.shape.administrators.safeParse(listOf(answer)),
}

const security = choice('', ['tls', 'starttls', 'none'])

export const QUESTIONS: readonly Question[] = [
  ask('name', 'Name of the desk', text('')),
  ask('tag', 'Word before the number in the subject, [Word#123456]', tag, (it) =>
    proposeTag(it.name ?? ''),
  ),
  ask('locale', 'Language of mails to people whose own is not known', language, () => 'en'),
  ask('time-zone', 'Time zone', timeZone(''), () => localTimeZone()),
  ask('administrators', 'Addresses that are told when the desk itself has a problem', addresses),
  ask(
    'unknown-senders',
    'What an unknown address gets: register (told how to register) or open (a ticket)',
    choice('', ['register', 'open']),
    () => 'register',
  ),
  ask('address', 'Address that people write to', address('')),
  ask('agents', 'Addresses of the agents who answer', addresses, (it) => it.administrators ?? ''),
  ...LOGIN_QUESTIONS,
  ask('imap-host', 'IMAP server, or SERVER:PORT', host(''), imapHostOf),
  ask(
    'imap-security',
    'IMAP encryption: tls, starttls or none',
    security,
    (it) => usualSecurity(it.imapHost),
    { open: (it) => isOddPort(it.imapHost) },
  ),
  ask('imap-user', 'IMAP user', text(''), (it) => it.address ?? ''),
  ask('folder', 'Folder to watch', text(''), () => 'INBOX'),
  ask('start', 'First mail to act on: now, all or a date', start(''), () => 'now'),
  ask(
    'smtp-host',
    'SMTP server, or SERVER:PORT',
    host(''),
    (it) => smtpHostOf(it) ?? (it.imapHost ?? '').replace(/^imap\./, 'smtp.').replace(/:\d+$/, ''),
  ),
  ask(
    'smtp-security',
    'SMTP encryption: tls, starttls or none',
    security,
    (it) => smtpSecurityOf(it) ?? usualSecurity(it.smtpHost),
    { open: (it) => isOddPort(it.smtpHost) },
  ),
  ask('smtp-user', 'SMTP user', text(''), (it) => it.imapUser ?? ''),
]

/** The addresses of an answer, separated by commas or blanks. */
export function listOf(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((part) => part !== '')
}

/**
 * A tag made of the desk's name: `Acme Support` → `Acme`. Never `Ticket`, which other systems use,
 * so that their numbers would be taken for ours.
 */
export function proposeTag(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
  const telling = words.filter(
    (word) => !/^(support|soporte|help|desk|helpdesk|tickets?|the)$/i.test(word),
  )
  return telling.join('-').slice(0, 32).replace(/-$/, '') || 'Desk'
}

function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
