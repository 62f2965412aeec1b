import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig } from '../../src/config/load.ts'
import { startProvider } from '../servers/oauth.ts'
import { atDesk, ticketd } from './ticketd.ts'

/** All that has to be known of a mailbox without a password, but how it is logged in to. */
const needed = [
  ...['--name', 'Acme Support', '--administrators', 'ops@acme.test'],
  ...['--address', 'support@acme.test'],
]
const client = ['--oauth2-client-id', 'the-client']

test('one command is said to be next: the one that signs in', async () => {
  const folder = atDesk({})
  const google = ['--login', 'google', '--oauth2-client-secret-env', 'SECRET', ...client]
  const { out } = await ticketd(folder, ['init', ...needed, ...google])
  expect(out.split('\n').slice(1)).toEqual([
    'Set the environment variable SECRET.',
    'Run `ticketd mailbox authorize support --browser` to sign in, then `ticketd doctor` to test it, then `ticketd run`.',
    '',
  ])
  const oauth2 = { provider: 'google', clientId: 'the-client', clientSecret: 'hidden' }
  const user = 'support@acme.test'
  expect(loadConfig(join(folder, 'config.json'), { SECRET: 'hidden' })).toMatchObject({
    mailboxes: [{ imap: { host: 'imap.gmail.com', user, oauth2 } }],
    smtp: { host: 'smtp.gmail.com', port: 465, user, oauth2 },
  })
})

test('an application signs in by itself', async () => {
  const folder = atDesk({ secret: 'hidden' })
  const flow = ['--oauth2-flow', 'application', '--oauth2-client-secret-file', 'secret']
  const words = ['init', ...needed, '--login', 'microsoft', ...client, ...flow, '--json']
  const { out } = await ticketd(folder, words)
  expect(JSON.parse(out).next.at(-1)).toBe('Run `ticketd doctor` to test it, then `ticketd run`.')
  expect(loadConfig(join(folder, 'config.json'), {})).toMatchObject({
    mailboxes: [{ imap: { oauth2: { grant: 'application', tenant: 'acme.test' } } }],
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  })
})

test('an SMTP server elsewhere may want a password', async () => {
  const folder = atDesk({})
  const smtp = ['--smtp-host', 'relay.acme.test', '--smtp-password', 'hidden']
  await ticketd(folder, ['init', ...needed, '--login', 'microsoft', ...client, ...smtp])
  const loaded = loadConfig(join(folder, 'config.json'), {})
  expect(loaded.smtp).toMatchObject({ host: 'relay.acme.test', password: 'hidden', port: 465 })
  expect(loaded.smtp.oauth2).toBeUndefined()
})

test('at a terminal the person signs in at once', async () => {
  const provider = await startProvider('support@acme.test')
  const here = ['--imap-host', '127.0.0.1', '--imap-security', 'none', '--smtp-security', 'none']
  const other = ['--login', 'other', '--oauth2-issuer', provider.url, '--oauth2-scopes', 'mail']
  const flow = ['--oauth2-flow', 'browser', '--oauth2-client-secret-env', 'SECRET']
  const folder = atDesk({})
  const words = ['init', ...needed, ...here, ...other, ...client, ...flow]
  let page: Promise<unknown> | undefined
  await ticketd(folder, words, {
    env: { SECRET: 'hush' },
    ask: (question, _hidden, signal) => {
      if (!/^Does the browser end/.test(question)) {
        return Promise.resolve(/^Test it now/.test(question) ? 'no' : '')
      }
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal)))
    },
    err: (text) => {
      const url = /^http.*$/m.exec(text)?.[0]
      if (url) page = fetch(url)
    },
  })
  await page
  await provider.stop()
  const [asked] = provider.asked
  expect(asked?.grant).toBe('authorization_code')
  expect(asked?.form.get('client_secret')).toBe('hush')
})

test('at a terminal only what the provider wants to know is asked', async () => {
  const folder = atDesk({})
  const questions: string[] = []
  const replies = ['microsoft', 'the-client', '', '', '', '', '', '', '', '', '', 'no']
  const flags = ['--tag', 'A', '--locale', 'en', '--time-zone', 'UTC', '--agents', 'a@acme.test']
  await ticketd(folder, ['init', ...needed, ...flags, '--unknown-senders', 'open'], {
    ask: async (question) => {
      questions.push(question)
      return replies.shift() ?? ''
    },
  })
  expect(questions).toEqual([
    expect.stringMatching(/^How it is logged in to/),
    expect.stringMatching(/^Client id/),
    expect.stringMatching(/^Who signs in: .* \[device\]: $/),
    'Microsoft tenant: its id or one of its domains [acme.test]: ',
    'IMAP server, or SERVER:PORT [outlook.office365.com]: ',
    'IMAP user [support@acme.test]: ',
    'Folder to watch [INBOX]: ',
    expect.stringMatching(/^First mail/),
    'SMTP server, or SERVER:PORT [smtp.office365.com]: ',
    'SMTP user [support@acme.test]: ',
    'Client secret, or env:NAME, or file:PATH [none]: ',
    'Sign in now? [yes]: ',
  ])
})
