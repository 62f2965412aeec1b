import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkConfig, loadConfig } from '../../src/config/load.ts'
import { Failure } from '../../src/errors.ts'
import { changed, smallest } from './a-config.ts'

const check = (written: unknown, env: NodeJS.ProcessEnv = {}) =>
  checkConfig(written, '/etc/ticketd/config.json', env)

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
        relays: { count: 6, support: 20, same: 3, within: 600_000 },
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

test.each([
  ['localhost', {}],
  ['127.0.0.1', {}],
  ['::1', {}],
  ['mail.lan', { allowInsecure: true }],
])('an open connection to %s %j is allowed', (host, more) => {
  expect(check(changed(['smtp'], { host, security: 'none', ...more })).smtp.port).toBe(25)
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
    const { message } = failureOf(() =>
      check(changed(['smtp', 'password'], password), { EMPTY: '' }),
    )
    expect(message.split('\n').slice(1)).toEqual([`  smtp.password: ${fault}`])
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
