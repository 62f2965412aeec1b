import { describe, expect, test } from '@jest/globals'
import { type OAuth2, signInOf, signInsOf } from '../../src/credentials/sign-in.ts'

const USER = 'support@acme.test'
const GOOGLE: OAuth2 = { provider: 'google', clientId: 'g', clientSecret: 'hush', grant: 'user' }
const MICROSOFT: OAuth2 = { provider: 'microsoft', clientId: 'm', grant: 'user' }
const APPLICATION: OAuth2 = { ...MICROSOFT, grant: 'application', tenant: 'acme.test' }

describe('where tokens come from', () => {
  test.each<[string, OAuth2, string, string | null, string]>([
    ['Google', GOOGLE, 'https://oauth2.googleapis.com/token', null, 'https://mail.google.com/'],
    [
      'Microsoft',
      MICROSOFT,
      'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      'https://login.microsoftonline.com/common/oauth2/v2.0/devicecode',
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    ],
    [
      'an application of a tenant',
      APPLICATION,
      'https://login.microsoftonline.com/acme.test/oauth2/v2.0/token',
      'https://login.microsoftonline.com/acme.test/oauth2/v2.0/devicecode',
      'https://outlook.office365.com/.default',
    ],
  ])('%s', (_who, oauth2, tokenUrl, deviceUrl, scope) => {
    const { endpoints, ...signIn } = signInOf({ user: USER, oauth2 })
    expect(endpoints).toMatchObject({ tokenUrl, deviceUrl })
    expect(signIn.scope).toBe(scope)
  })

  test('endpoints and scopes of the configuration win', () => {
    const tokenUrl = 'https://login.acme.test/token'
    const { endpoints, scope } = signInOf({
      user: USER,
      oauth2: { ...GOOGLE, provider: 'other', tokenUrl, scopes: ['a', 'b'] },
    })
    expect(endpoints).toEqual({
      issuer: 'https://login.acme.test',
      tokenUrl,
      authorizeUrl: null,
      deviceUrl: null,
    })
    expect(scope).toBe('a b')
  })
})

test('the name in the store holds no secret', () => {
  const { key } = signInOf({ user: USER, oauth2: GOOGLE })
  expect(key).toContain(USER)
  expect(key).not.toContain('hush')
})

test('servers of one user share a sign-in, and an application is one for all', () => {
  const server = (user: string, oauth2: OAuth2) => ({ user, oauth2 }) as never
  const mailbox = (name: string, imap: never, smtp?: never) => ({ name, imap, smtp }) as never
  const config = {
    mailboxes: [
      mailbox('one', server(USER, GOOGLE)),
      mailbox('two', server('two@acme.test', APPLICATION), server('two@acme.test', APPLICATION)),
      mailbox('three', server('three@acme.test', APPLICATION)),
      mailbox('four', { user: 'four', password: 'secret' } as never),
    ] as never,
    smtp: server(USER, GOOGLE),
  }
  const shown = signInsOf(config).map(({ user, reads, sends }) => ({ user, reads, sends }))
  expect(shown).toEqual([
    { user: USER, reads: ['one'], sends: ['one', 'three', 'four'] },
    { user: null, reads: ['two', 'three'], sends: ['two'] },
  ])
})
