import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { loadConfig } from '../../src/config/load.ts'
import { freePort } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { atDesk, ticketd } from './ticketd.ts'

const GIVEN = [
  ...['init', '--name', 'Acme Support', '--tag', 'Acme', '--locale', 'en', '--time-zone', 'UTC'],
  ...['--administrators', 'ops@acme.test', '--agents', 'ana@acme.test', '--start', 'now'],
  ...['--unknown-senders', 'open', '--address', 'support@acme.test', '--login', 'password'],
  ...['--imap-security', 'none', '--smtp-security', 'none'],
]

describeWithDovecot('a dialogue that logs in before it writes', () => {
  let dovecot: Dovecot
  let sink: Sink
  beforeAll(async () => {
    dovecot = await startDovecot()
    sink = await startSmtpSink({ auth: true })
  })
  afterAll(async () => {
    await dovecot.stop()
    await sink.stop()
  })

  test('asks about the servers again until they take the login, with the answers as proposals', async () => {
    const folder = atDesk({})
    const nobody = await freePort()
    const [imap, smtp] = [`127.0.0.1:${dovecot.port}`, `127.0.0.1:${sink.port}`]
    const replies: [question: string, reply: string][] = [
      ['IMAP server, or SERVER:PORT: ', `127.0.0.1:${nobody}`],
      ['IMAP user [support@acme.test]: ', ''],
      ['Folder to watch [INBOX]: ', ''],
      ['SMTP server, or SERVER:PORT [127.0.0.1]: ', smtp],
      ['SMTP user [support@acme.test]: ', ''],
      ['IMAP password, or env:NAME, or file:PATH: ', 'secret'],
      ['SMTP password, or env:NAME, or file:PATH [the same]: ', ''],
      ['Ask about the servers again? [yes]: ', ''],
      [`IMAP server, or SERVER:PORT [127.0.0.1:${nobody}]: `, imap],
      ['IMAP encryption: tls, starttls or none [tls]: ', 'none'],
      ['IMAP user [support@acme.test]: ', ''],
      ['Folder to watch [INBOX]: ', ''],
      [`SMTP server, or SERVER:PORT [${smtp}]: `, ''],
      ['SMTP encryption: tls, starttls or none [none]: ', ''],
      ['SMTP user [support@acme.test]: ', ''],
      ['IMAP password, or env:NAME, or file:PATH: ', 'secret'],
      ['SMTP password, or env:NAME, or file:PATH [the same]: ', ''],
      ['Test it now? [yes]: ', 'no'],
    ]
    const expected = replies.map(([question]) => question)
    const asked: string[] = []
    const { err } = await ticketd(folder, GIVEN, {
      ask: async (question) => {
        asked.push(question)
        return replies[asked.length - 1]?.[1] ?? 'no'
      },
    })
    expect(asked).toEqual(expected)
    expect(err.split('\n')).toEqual([
      expect.stringContaining(`the connection to 127.0.0.1:${nobody} failed: `),
      `support@acme.test at ${smtp} takes the login.`,
      `support@acme.test at ${imap}: INBOX holds 0 mails.`,
      `support@acme.test at ${smtp} takes the login.`,
      '',
    ])
    expect(loadConfig(join(folder, 'config.json'), {})).toMatchObject({
      mailboxes: [{ imap: { host: '127.0.0.1', port: dovecot.port } }],
      smtp: { host: '127.0.0.1', port: sink.port },
    })
  })
})
