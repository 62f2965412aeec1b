import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { proposeTag } from '../../src/cli/init/questions.ts'
import { loadConfig } from '../../src/config/load.ts'
import { atDesk, refusal, ticketd } from './ticketd.ts'

const NEEDED = [
  ...[
    '--name',
    'Acme Support',
    '--administrators',
    'ops@acme.test',
    '--address',
    'support@acme.test',
  ],
  ...['--imap-host', 'imap.acme.test', '--imap-password-env', 'MAIL_PASSWORD'],
]

describe('init with flags', () => {
  test('writes a file that loads, readable by its owner alone, and says what is next', async () => {
    const folder = atDesk({})
    const { out } = await ticketd(folder, ['init', ...NEEDED])
    const file = join(folder, 'config.json')
    expect(out).toBe(
      [
        `Wrote ${file}, readable by you alone.`,
        'No login was tried.',
        'Set the environment variable MAIL_PASSWORD.',
        'Run `ticketd doctor` to test it, then `ticketd run`.',
        '',
      ].join('\n'),
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const config = loadConfig(file, { MAIL_PASSWORD: 'hidden' })
    expect(config).toMatchObject({
      desk: { tag: 'Acme', administrators: ['ops@acme.test'], unknownSenders: 'register' },
      mailboxes: [{ imap: { user: 'support@acme.test', password: 'hidden', port: 993 } }],
      smtp: { host: 'smtp.acme.test', user: 'support@acme.test', password: 'hidden', port: 465 },
      departments: [{ agents: ['ops@acme.test'] }],
    })
    expect(String(config.desk.firstNumber)).toMatch(/^\d{6}$/)
  })

  test('takes every answer from flags', async () => {
    const folder = atDesk({ 'smtp.secret': 'hidden too\n' })
    await ticketd(folder, [
      'init',
      ...NEEDED,
      ...['--tag', 'ACME', '--locale', 'es', '--time-zone', 'Europe/Madrid', '--first-number', '7'],
      ...['--unknown-senders', 'open', '--agents', 'ana@acme.test, luis@acme.test'],
      ...['--imap-port', '1143', '--imap-security', 'starttls', '--folder', 'In', '--start', 'all'],
      ...[
        '--smtp-host',
        'mail.acme.test',
        '--smtp-user',
        'relay',
        '--smtp-password-file',
        'smtp.secret',
      ],
    ])
    expect(loadConfig(join(folder, 'config.json'), { MAIL_PASSWORD: 'hidden' })).toMatchObject({
      desk: {
        tag: 'ACME',
        locale: 'es',
        timeZone: 'Europe/Madrid',
        firstNumber: 7,
        unknownSenders: 'open',
      },
      mailboxes: [{ folder: 'In', start: 'all', imap: { port: 1143, security: 'starttls' } }],
      smtp: { host: 'mail.acme.test', user: 'relay', password: 'hidden too' },
      departments: [{ agents: ['ana@acme.test', 'luis@acme.test'] }],
    })
  })

  test('a local relay needs no login', async () => {
    const folder = atDesk({})
    const relay = ['--no-smtp-login', '--smtp-host', 'localhost', '--smtp-security', 'none']
    await ticketd(folder, ['init', ...NEEDED, ...relay])
    const { smtp } = loadConfig(join(folder, 'config.json'), { MAIL_PASSWORD: 'hidden' })
    expect(smtp).toMatchObject({ host: 'localhost', port: 25 })
    expect(smtp.user).toBeUndefined()
  })

  test('names all missing flags where nobody can be asked', async () => {
    const failure = await refusal(atDesk({}), ['init', '--name', 'Acme'])
    expect(failure.code).toBe('usage')
    expect(failure.message).toBe(
      'These flags are missing: --imap-password-env, --administrators, --address, --imap-host.',
    )
  })

  test('names all bad flags', async () => {
    const bad = ['--address', 'support', '--time-zone', 'Madrid', '--agents', 'ana']
    const failure = await refusal(atDesk({}), ['init', ...NEEDED, ...bad])
    expect(failure.code).toBe('usage')
    expect(failure.message).toBe(
      '--time-zone must be a time zone such as Europe/Madrid; ' +
        '--address must be a mail address such as support@example.org; ' +
        '--agents must be a mail address such as support@example.org.',
    )
  })

  test.each([
    [['--imap-password', 'x'], '--imap-password and --imap-password-env cannot be given together'],
    [['--smtp-password-env', ''], '--smtp-password-env must not be empty'],
    [['--locale', 'fr'], '--locale must be a language that mails are written in: en, es'],
    [['--imap-port', 'many'], 'mailboxes[0].imap.port: must be a number'],
    [['--smtp-security', 'none'], 'smtp.security: none is for this machine only'],
    [['--agents', 'support@acme.test'], 'departments[0].agents[0]: is the address of a mailbox'],
  ])('%j is refused and writes nothing', async (flags, fault) => {
    const folder = atDesk({})
    const failure = await refusal(folder, ['init', ...NEEDED, ...flags])
    expect(failure.code).toBe('usage')
    expect(failure.message).toContain(fault)
    expect(() => readFileSync(join(folder, 'config.json'))).toThrow('ENOENT')
  })
})

describe('a file that is there', () => {
  test('stays without --force', async () => {
    const folder = atDesk({ 'config.json': '{}' })
    const failure = await refusal(folder, ['init', ...NEEDED])
    expect(failure.advice).toContain('--force')
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe('{}')
  })

  test('is replaced with --force, and others may no longer read it', async () => {
    const folder = atDesk({})
    const file = join(folder, 'config.json')
    writeFileSync(file, '{}', { mode: 0o644 })
    await ticketd(folder, ['init', '--force', ...NEEDED])
    expect(readFileSync(file, 'utf8')).toContain('"Acme Support"')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('a folder that is not there is a sentence', async () => {
    const failure = await refusal(join(atDesk({}), 'none'), ['init', ...NEEDED])
    expect(failure.message).toMatch(/config\.json cannot be written \(ENOENT\)/)
  })
})

test('at a terminal what is missing is asked, again after a bad answer, and secrets are hidden', async () => {
  const folder = atDesk({})
  const replies: [question: RegExp, reply: string][] = [
    [/^Word before .* \[Acme\]: $/, ''],
    [/^Language .* \[en\]: $/, 'español'],
    [/^Language .* \[en\]: $/, 'es'],
    [/^Time zone /, 'Europe/Madrid'],
    [/^Addresses that are told/, 'ops@acme.test'],
    [/^What an unknown address gets/, ''],
    [/^Address that people write to: $/, 'support@acme.test'],
    [/^Addresses of the agents .* \[ops@acme\.test\]: $/, 'ana@acme.test'],
    [/^How it is logged in to: .* \[password\]: $/, ''],
    [/^IMAP server, or SERVER:PORT: $/, 'imap.localhost:1'],
    [/^IMAP encryption: tls, starttls or none \[tls\]: $/, 'ssl'],
    [/^IMAP encryption: tls, starttls or none \[tls\]: $/, ''],
    [/^IMAP user \[support@acme\.test\]: $/, ''],
    [/^Folder to watch \[INBOX\]: $/, ''],
    [/^First mail to act on/, ''],
    [/^SMTP server, or .* \[smtp\.localhost\]: $/, 'localhost:587'],
    [/^SMTP user \[support@acme\.test\]: $/, ''],
    [/^IMAP password/, ''],
    [/^IMAP password/, 'typed'],
    [/^SMTP password.* \[the same\]: $/, ''],
    [/^Ask about the servers again\? \[yes\]: $/, 'nein'],
    [/^Ask about the servers again\? \[yes\]: $/, 'no'],
    [/^Test it now\? \[yes\]: $/, 'no'],
  ]
  const { err, out } = await ticketd(folder, ['init', '--name', 'Acme Support'], {
    ask: async (question, hidden) => {
      const [expected, reply] = replies.shift() ?? [/^no more questions$/, '']
      expect(question).toMatch(expected)
      expect(hidden === true).toBe(/^(IMAP|SMTP) password/.test(question))
      return reply
    },
  })
  expect(replies).toEqual([])
  expect(out).toContain('The servers did not take these answers')
  expect(err.split('\n')).toEqual([
    'That must be a language that mails are written in: en, es.',
    'That must be tls, starttls, or none.',
    expect.stringMatching(/^the connection to imap\.localhost:1 failed: /),
    expect.stringMatching(/^localhost:587 cannot be used: /),
    'Please answer yes or no.',
    '',
  ])
  expect(loadConfig(join(folder, 'config.json'), {})).toMatchObject({
    desk: { tag: 'Acme', locale: 'es' },
    mailboxes: [{ imap: { host: 'imap.localhost', port: 1, security: 'tls', password: 'typed' } }],
    smtp: { host: 'localhost', port: 587, security: 'starttls', password: 'typed' },
  })
})

describe('the tag proposed for a name', () => {
  test.each([
    ['Acme Support', 'Acme'],
    ['Soporte Técnico Ñandú, S.L.', 'Tecnico-Nandu-S-L'],
    ['Help Desk', 'Desk'],
    ['Ticket', 'Desk'],
    ['株式会社', 'Desk'],
    ['', 'Desk'],
  ])('%j: %j', (name, tag) => {
    expect(proposeTag(name)).toBe(tag)
  })

  test('is always one that the configuration takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        expect(proposeTag(name)).toMatch(/^[A-Za-z\d]([A-Za-z\d-]{0,30}[A-Za-z\d])?$/)
      }),
    )
  })
})
