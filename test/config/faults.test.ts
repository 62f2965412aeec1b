import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/load.ts'
import { Failure } from '../../src/errors.ts'
import { changed, smallest } from './a-config.ts'

function faultsOf(written: unknown, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    checkConfig(written, '/etc/ticketd/config.json', env)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    expect(error.code).toBe('config')
    return error.message.split('\n').slice(1)
  }
  return []
}

describe('a single fault is named with its place', () => {
  test.each<[(string | number)[], unknown, string]>([
    [
      ['mailboxes', 0, 'imap', 'prt'],
      993,
      'mailboxes[0].imap.prt: unknown key; did you mean "port"?',
    ],
    [['colour'], 'red', 'colour: unknown key'],
    [['desk', 'tga'], 'Acme', 'desk.tga: unknown key; did you mean "tag"?'],
    [['desk', 'locale'], 'fr', 'desk.locale: must be a language that mails are written in: en, es'],
    [['desk', 'locale'], 'French', 'desk.locale: must be a language such as en or es'],
    [
      ['mailboxes', 0, 'imap', 'password'],
      '(secret)',
      'mailboxes[0].imap.password: "(secret)" stands in place of a secret that is not shown: write the secret itself',
    ],
    [['limits', 'answer'], {}, 'limits.answer: unknown key; did you mean "answers"?'],
    [
      ['calendars'],
      { office: { form: '08:00' } },
      'calendars.office.form: unknown key; did you mean "from"?',
    ],
    [['desk', 'name'], undefined, 'desk.name: is missing'],
    [['smtp'], undefined, 'smtp: is missing'],
    [['desk'], 'Acme', 'desk: must be an object'],
    [['desk', 'name'], 7, 'desk.name: must be text'],
    [['desk', 'tag'], 'two words', 'desk.tag: must be a word of letters, digits and hyphens'],
    [['desk', 'tag'], 'a#b', 'desk.tag: must be a word of letters, digits and hyphens'],
    [['desk', 'timeZone'], 'Madrid', 'desk.timeZone: must be a time zone such as Europe/Madrid'],
    [['desk', 'administrators'], [], 'desk.administrators: needs at least one address'],
    [
      ['desk', 'administrators'],
      ['ops'],
      'desk.administrators[0]: must be a mail address such as support@example.org',
    ],
    [
      ['desk', 'unknownSenders'],
      'opn',
      'desk.unknownSenders: must be register or open; did you mean "open"?',
    ],
    [
      ['desk', 'senderCheck'],
      'checks',
      'desk.senderCheck: must be trust, check, or require; did you mean "check"?',
    ],
    [
      ['mailboxes', 0, 'authservIds'],
      ['mx.*.test'],
      'mailboxes[0].authservIds[0]: must be the name of a server such as mx.example.org, *.example.org, or -',
    ],
    [
      ['mailboxes', 0, 'authservIds'],
      ['mx.acme.test', 'MX.acme.test'],
      'mailboxes[0].authservIds: names a server twice',
    ],
    [['desk', 'staffByFromAlone'], 'yes', 'desk.staffByFromAlone: must be true or false'],
    [['desk', 'portalUrl'], 'ftp://acme.test', 'desk.portalUrl: must be an http or https URL'],
    [
      ['store', 'url'],
      'postgres://x',
      'store.url: must be sqlite: and a file, such as sqlite:data/ticketd.db',
    ],
    [['mailboxes'], [], 'mailboxes: needs at least one mailbox'],
    [
      ['mailboxes', 0, 'department'],
      'suport',
      'mailboxes[0].department: there is no department "suport"; did you mean "support"?',
    ],
    [
      ['mailboxes', 0, 'start'],
      'yesterday',
      'mailboxes[0].start: must be now, all or a date such as 2026-01-31',
    ],
    [
      ['mailboxes', 0, 'poll'],
      'often',
      'mailboxes[0].poll: must be a duration from 100ms to 1d or a cron expression such as */5 * * * *',
    ],
    [
      ['mailboxes', 0, 'poll'],
      '0s',
      'mailboxes[0].poll: must be a duration from 100ms to 1d or a cron expression such as */5 * * * *',
    ],
    [['mailboxes', 0, 'verp'], true, 'mailboxes[0].verp: needs plusAddresses: true'],
    [
      ['mailboxes', 0, 'done'],
      { action: 'move' },
      'mailboxes[0].done.folder: is missing: move needs a folder',
    ],
    [
      ['mailboxes', 0, 'done'],
      { action: 'move', folder: 'INBOX' },
      'mailboxes[0].done.folder: is the watched folder itself',
    ],
    [
      ['mailboxes', 0, 'imap', 'security'],
      'none',
      'mailboxes[0].imap.security: none is for this machine only, not for imap.acme.test; use tls or starttls, or set allowInsecure',
    ],
    [
      ['smtp', 'security'],
      'none',
      'smtp.security: none is for this machine only, not for smtp.acme.test; use tls or starttls, or set allowInsecure',
    ],
    [
      ['mailboxes', 0, 'imap', 'password'],
      undefined,
      'mailboxes[0].imap.password: is missing: a login needs password or oauth2',
    ],
    [
      ['mailboxes', 0, 'imap', 'oauth2'],
      { provider: 'google', clientId: 'x' },
      'mailboxes[0].imap.oauth2: cannot be given together with password',
    ],
    [['smtp', 'user'], undefined, 'smtp.user: is missing: a login needs a user'],
    [['smtp', 'password'], 7, 'smtp.password: must be text, {"env": NAME} or {"file": PATH}'],
    [['smtp', 'password'], { env: 'X', fil: 'y' }, 'smtp.password.fil: unknown key'],
    [['smtp', 'port'], 0, 'smtp.port: must be at least 1'],
    [['smtp', 'port'], 70_000, 'smtp.port: must be at most 65535'],
    [['smtp', 'port'], 1.5, 'smtp.port: must be a whole number'],
    [['smtp', 'maxBytes'], '20', 'smtp.maxBytes: must be a size such as 200KB or 20MB'],
    [['smtp', 'maxBytes'], '9GB', 'smtp.maxBytes: must be at most 1GB'],
    [['parse', 'deadline'], 20, 'parse.deadline: must be text'],
    [['parse', 'deadline'], '20', 'parse.deadline: must be a duration such as 30s, 5m, 4h or 7d'],
    [['parse', 'deadline'], '0s', 'parse.deadline: must be at least 1ms'],
    [
      ['departments', 0, 'agents'],
      ['Support@acme.test'],
      'departments[0].agents[0]: is the address of a mailbox of this desk',
    ],
    [
      ['departments', 0, 'agents'],
      ['a@acme.test', 'A@acme.test'],
      'departments[0].agents: names an address twice',
    ],
    [
      ['departments', 1],
      { name: 'Support' },
      'departments[1].name: is the same as departments[0].name',
    ],
    [
      ['departments', 0, 'title'],
      { '?': 'Soporte' },
      'departments[0].title.?: has a name that is not allowed here',
    ],
    [
      ['cadence', 'P1'],
      { calendar: 'office' },
      'cadence.P1.calendar: there is no calendar "office"',
    ],
    [['calendars'], { office: { from: '18:00' } }, 'calendars.office.to: must be later than 18:00'],
    [['calendars'], { office: { to: '9' } }, 'calendars.office.to: must be a time such as 09:00'],
  ])('%j = %j', (path, value, fault) => {
    expect(faultsOf(changed(path, value))).toEqual([`  ${fault}`])
  })

  test('a second mailbox that is the first again', () => {
    const { mailboxes } = smallest()
    expect(faultsOf(changed(['mailboxes'], [...mailboxes, ...mailboxes]))).toEqual([
      '  mailboxes[1]: watches the same folder as mailboxes[0]',
      '  mailboxes[1].address: is the same as mailboxes[0].address',
      '  mailboxes[1].name: is the same as mailboxes[0].name',
    ])
  })
})

test('ten faults of every kind are told together', () => {
  const written = {
    desk: { name: 'Acme', tag: 'my tag', administrators: ['ops@acme.test'], colour: 'red' },
    mailboxes: [
      {
        name: 'support',
        address: 'support',
        department: 'suport',
        imap: { hst: 'imap.acme.test', security: 'ssl', user: 'x', password: { env: 'GONE' } },
        done: { action: 'move' },
        poll: 'often',
      },
    ],
    smtp: { host: 'smtp.acme.test', security: 'none', port: '465' },
    departments: [{ name: 'support' }],
  }
  expect(faultsOf(written)).toEqual([
    '  desk.colour: unknown key',
    '  desk.tag: must be a word of letters, digits and hyphens',
    '  mailboxes[0].address: must be a mail address such as support@example.org',
    '  mailboxes[0].department: there is no department "suport"; did you mean "support"?',
    '  mailboxes[0].done.folder: is missing: move needs a folder',
    '  mailboxes[0].imap.host: is missing',
    '  mailboxes[0].imap.hst: unknown key; did you mean "host"?',
    '  mailboxes[0].imap.password: the environment variable GONE is not set',
    '  mailboxes[0].imap.security: must be tls, starttls, or none',
    '  mailboxes[0].poll: must be a duration from 100ms to 1d or a cron expression such as */5 * * * *',
    '  smtp.port: must be a number',
    '  smtp.security: none is for this machine only, not for smtp.acme.test; use tls or starttls, or set allowInsecure',
  ])
})

test.each([[null], ['text'], [7], [[]]])('a file that is just %j is one fault', (written) => {
  expect(faultsOf(written)).toEqual(['  the file: must be an object'])
})
