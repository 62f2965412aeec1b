import { expect, test } from '@jest/globals'
import { Failure } from '../../src/errors.ts'
import { imapFailure } from '../../src/mailbox/imap-failure.ts'

const place = {
  server: 'imap.acme.test:993',
  user: 'support@acme.test',
  folder: 'INBOX',
  secret: 'sesame',
  byToken: false,
}
const error = (message: string, more: object = {}) => Object.assign(new Error(message), more)

test.each([
  [
    'a wrong password',
    error('Command failed', {
      authenticationFailed: true,
      responseStatus: 'NO',
      serverResponseCode: 'AUTHENTICATIONFAILED',
      responseText: 'Authentication failed.',
    }),
    'imap-login',
    'imap.acme.test:993 refused the login of support@acme.test: Authentication failed.',
  ],
  [
    'a login refused for now',
    error('Command failed', {
      authenticationFailed: true,
      responseStatus: 'NO',
      serverResponseCode: 'UNAVAILABLE',
      responseText: 'Temporary authentication failure.',
    }),
    'imap-connect',
    'the connection to imap.acme.test:993 failed: Temporary authentication failure.',
  ],
  [
    'a connection lost during the login',
    error('Connection closed', { authenticationFailed: true, code: 'NoConnection' }),
    'imap-connect',
    'the connection to imap.acme.test:993 failed: Connection closed',
  ],
  [
    'a missing folder',
    error('Command failed', { mailboxMissing: true, responseStatus: 'NO' }),
    'imap-folder',
    'imap.acme.test:993 has no folder "INBOX" for support@acme.test',
  ],
  [
    'a command refused',
    error('Command failed', { responseStatus: 'NO', responseText: 'Quota exceeded' }),
    'imap-refused',
    'imap.acme.test:993 said no: Quota exceeded',
  ],
  [
    'no greeting',
    error('Failed to receive greeting', { code: 'GREETING_TIMEOUT' }),
    'imap-timeout',
    'imap.acme.test:993 did not answer in time (Failed to receive greeting)',
  ],
  [
    'nobody there',
    error('connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
    'imap-connect',
    'the connection to imap.acme.test:993 failed: connect ECONNREFUSED',
  ],
])('%s', (_title, thrown, code, message) => {
  const failure = imapFailure(thrown, place)
  expect(failure).toMatchObject({ code, message, lasting: 'temporary' })
})

test('an untrusted certificate says what to do', () => {
  const failure = imapFailure(error('self-signed', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), place)
  expect(failure.advice).toContain('NODE_EXTRA_CA_CERTS')
})

test('a failure of ours stays as it is', () => {
  const failure = new Failure('imap-timeout', 'no answer for 60 s')
  expect(imapFailure(failure, place)).toBe(failure)
})

test('a server that repeats the login gives the password away to nobody', () => {
  const refused = {
    responseStatus: 'NO',
    authenticationFailed: true,
    responseText: `LOGIN me sesame, or ${Buffer.from('\0me\0sesame').toString('base64')}`,
  }
  expect(imapFailure(error('no', refused), place).message).toContain(
    'LOGIN me (secret), or (secret)',
  )
})

test.each([
  [true, 'Unsupported authentication mechanism', /no login by OAuth 2\.0/, /`oauth2`/],
  [false, 'Login is disabled', /no login by a password/, /`security`/],
])('a server without the login that is needed (token: %s)', (byToken, words, message, advice) => {
  const failure = imapFailure(error(words, { authenticationFailed: true }), { ...place, byToken })
  expect(failure).toMatchObject({
    code: 'imap-mechanism',
    message: expect.stringMatching(message),
    advice: expect.stringMatching(advice),
    lasting: 'temporary',
  })
})
