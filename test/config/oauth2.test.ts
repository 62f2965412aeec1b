import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/load.ts'
import { smallest } from './a-config.ts'

/** The least configuration with this sign-in in place of the password of its IMAP server. */
function checked(oauth2: Record<string, unknown>) {
  const written = smallest()
  const [mailbox] = written.mailboxes
  const { password: _, ...imap } = { password: '', ...mailbox?.imap }
  const changed = { ...written, mailboxes: [{ ...mailbox, imap: { ...imap, oauth2 } }] }
  return checkConfig(changed, '/etc/ticketd/config.json', {}).mailboxes[0].imap.oauth2
}

test('a user signs in unless the application does', () => {
  const oauth2 = { provider: 'microsoft', clientId: 'x' }
  expect(checked(oauth2)).toEqual({ ...oauth2, grant: 'user' })
})

describe('refuses', () => {
  const other = { provider: 'other', clientId: 'x', scopes: ['mail'] }
  const tokenUrl = 'https://login.acme.test/token'
  const application = { clientId: 'x', grant: 'application' }
  test.each<[string, Record<string, unknown>, string]>([
    ['a provider that nobody knows', { provider: 'yahoo' }, 'oauth2.provider: must be'],
    ['no client', { provider: 'google' }, 'oauth2.clientId: is missing'],
    ['no token endpoint', other, 'oauth2.tokenUrl: is missing'],
    ['no way to agree', { ...other, tokenUrl }, 'oauth2.authorizeUrl: is missing'],
    [
      'no scopes',
      { ...other, tokenUrl, deviceUrl: tokenUrl, scopes: undefined },
      'oauth2.scopes: is missing',
    ],
    [
      'tokens in clear text',
      { ...other, tokenUrl: 'http://login.acme.test/', deviceUrl: tokenUrl },
      'oauth2.tokenUrl: must be an address that begins with https://',
    ],
    [
      'a password in an address, which would be printed',
      { ...other, tokenUrl: 'https://me:sesame@login.acme.test/', deviceUrl: tokenUrl },
      'oauth2.tokenUrl: must not hold a user or password',
    ],
    [
      'no secret of an application',
      { ...application, provider: 'microsoft', tenant: 'acme.test' },
      'oauth2.clientSecret: is missing',
    ],
    [
      'an application of every tenant',
      { ...application, provider: 'microsoft', clientSecret: 's', tenant: 'common' },
      'oauth2.tenant: must name the tenant',
    ],
    [
      'an application at Google',
      { ...application, provider: 'google', clientSecret: 's' },
      'oauth2.grant: application is not offered',
    ],
  ])('%s', (_what, oauth2, fault) => {
    expect(() => checked(oauth2)).toThrow(fault)
  })
})
