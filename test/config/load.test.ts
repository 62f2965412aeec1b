import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkConfig, loadConfig } from '../../src/config/load.ts'
import { Failure } from '../../src/errors.ts'
import { changed, smallest } from './a-config.ts'

const check = (written: unknown, env: NodeJS.ProcessEnv = {}) =>
  checkConfig(written, '/etc/ticketd/config.json', env)

function faultsOf(written: unknown, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    check(written, env)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    expect(error.code).toBe('config')
    return error.message.split('\n').slice(1)
  }
  return []
}

describe('the smallest file', () => {
  test('is filled with the defaults', () => {
    expect(check(smallest())).toMatchObject({
      file: '/etc/ticketd/config.json',
      desk: {
        domain: 'acme.test',
        locale: 'en',
        timeZone: 'UTC',
        unknownSenders: 'register',
        senderCheck: 'check',
        dkimCheck: true,
        staffByFromAlone: true,
      },
      store: {
        path: '/etc/ticketd/data/ticketd.db',
        files: '/etc/ticketd/data/files',
        key: '/etc/ticketd/data/ticketd.key',
      },
      mailboxes: [
        {
          imap: { port: 993, security: 'tls', password: 'imap-secret', timeout: 60_000 },
          folder: 'INBOX',
          start: 'now',
          quietBefore: 172_800_000,
          alarmAbove: 50,
          done: { action: 'seen' },
          poll: { every: 60_000 },
          groups: [],
          authservIds: [],
        },
      ],
      smtp: { port: 465, connections: 3, perMinute: 30, maxBytes: 20_971_520 },
      limits: {
        answers: { hour: 10, day: 40 },
        unknown: 50,
        confirmations: 300,
        relays: { count: 6, same: 3, within: 600_000 },
        participants: 20,
      },
      parse: { deadline: 20_000, workers: 1 },
      outbox: {
        giveUpAfter: 432_000_000,
        uncertain: 'resend',
        uncertainAfter: 600_000,
        keepBodies: 604_800_000,
      },
      cadence: { P1: { every: 3_600_000 }, P2: { every: 14_400_000 }, plan: { every: 86_400_000 } },
    })
  })

  test.each([
    ['tls', 993, 465],
    ['starttls', 143, 587],
  ])('with security %s uses the ports %i and %i', (security, imap, smtp) => {
    const written = smallest()
    const config = check({
      ...written,
      mailboxes: [{ ...written.mailboxes[0], imap: { ...written.mailboxes[0]?.imap, security } }],
      smtp: { ...written.smtp, security },
    })
    expect([config.mailboxes[0].imap.port, config.smtp.port]).toEqual([imap, smtp])
  })
})

describe('the From alone makes nobody staff where a mail host proves it', () => {
  test.each([
    [undefined, [], true],
    [undefined, ['mx.acme.test'], false],
    [undefined, ['-'], false],
    [true, ['*.acme.test'], true],
    [false, [], false],
  ])('staffByFromAlone %p with authservIds %j: %p', (staffByFromAlone, authservIds, effective) => {
    const written = smallest()
    const config = check({
      ...written,
      desk: { ...written.desk, ...(staffByFromAlone === undefined ? {} : { staffByFromAlone }) },
      mailboxes: [{ ...written.mailboxes[0], authservIds }],
    })
    expect(config.desk.staffByFromAlone).toBe(effective)
  })
})

describe('what is written in many ways', () => {
  test.each<[(string | number)[], unknown, unknown]>([
    [['mailboxes', 0, 'poll'], '30s', { every: 30_000 }],
    [['mailboxes', 0, 'poll'], '*/5 * * * *', { cron: '*/5 * * * *' }],
    [['mailboxes', 0, 'start'], 'all', 'all'],
    [['mailboxes', 0, 'start'], '2026-01-31', '2026-01-31T00:00:00.000Z'],
    [['mailboxes', 0, 'address'], ' Support@Acme.Test ', 'support@acme.test'],
    [['desk', 'domain'], 'Mail.Acme.Test', 'mail.acme.test'],
    [['store', 'key'], '../keys/desk', '/etc/keys/desk'],
    [['templates'], 'mine', '/etc/ticketd/mine'],
    [
      ['registration', 'terms'],
      { version: '3', path: 'terms.txt' },
      { version: '3', path: '/etc/ticketd/terms.txt' },
    ],
  ])('%j: %j', (path, written, read) => {
    expect(check(changed(path, written))).toHaveProperty(path.map(String), read)
  })

  test('the store may be anywhere, and the key is beside it', () => {
    const { store } = check(changed(['store', 'url'], 'sqlite:/var/lib/desk/desk.db'))
    expect(store).toMatchObject({ path: '/var/lib/desk/desk.db', key: '/var/lib/desk/ticketd.key' })
  })
})

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

test.each([
  ['localhost', {}],
  ['127.0.0.1', {}],
  ['::1', {}],
  ['mail.lan', { allowInsecure: true }],
])('an open connection to %s %j is allowed', (host, more) => {
  expect(check(changed(['smtp'], { host, security: 'none', ...more })).smtp.port).toBe(25)
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

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-config-'))
  const file = join(folder, 'config.json')

  test('missing: says how to make one', () => {
    const missing = join(folder, 'none.json')
    expect(() => loadConfig(missing, {})).toThrow(`There is no configuration file ${missing}.`)
    expect(failureOf(() => loadConfig(missing, {})).advice).toContain('ticketd init')
  })

  test('not JSON: names line and column', () => {
    writeFileSync(file, '{\n  "desk": {},,\n}')
    expect(() => loadConfig(file, {})).toThrow(/line 2, column 14: expected a key in double quotes/)
  })

  test('unreadable: says why', () => {
    expect(() => loadConfig(folder, {})).toThrow('cannot be read (EISDIR)')
  })

  test('with a byte order mark is read', () => {
    writeFileSync(file, `\uFEFF${JSON.stringify(smallest())}`)
    expect(loadConfig(file, {}).file).toBe(file)
  })

  test('gives secrets from the environment and from files beside it', () => {
    writeFileSync(join(folder, 'smtp.secret'), 'from a file \r\n')
    const written = smallest()
    writeFileSync(
      file,
      JSON.stringify({
        ...written,
        mailboxes: [
          {
            ...written.mailboxes[0],
            imap: { ...written.mailboxes[0]?.imap, password: { env: 'IMAP_SECRET' } },
          },
        ],
        smtp: { ...written.smtp, password: { file: 'smtp.secret' } },
      }),
    )
    const config = loadConfig(file, { IMAP_SECRET: 'from the environment' })
    expect(config.mailboxes[0].imap.password).toBe('from the environment')
    expect(config.smtp.password).toBe('from a file ')
  })

  test.each([
    [{ env: 'EMPTY' }, 'the environment variable EMPTY is empty'],
    [{ env: 'GONE' }, 'the environment variable GONE is not set'],
    [{ file: '/nowhere/secret' }, 'there is no file /nowhere/secret'],
    [{ file: '/' }, 'cannot read / (EISDIR)'],
    [{ file: '/dev/null' }, 'the file /dev/null is empty'],
  ])('a secret from %j: %s', (password, fault) => {
    expect(faultsOf(changed(['smtp', 'password'], password), { EMPTY: '' })).toEqual([
      `  smtp.password: ${fault}`,
    ])
  })
})

function failureOf(run: () => unknown): Failure {
  try {
    run()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('no Failure was thrown')
}
