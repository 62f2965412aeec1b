import { expect, test } from '@jest/globals'
import { oauthFailure } from '../../src/credentials/oauth.ts'
import { signInOf } from '../../src/credentials/sign-in.ts'

const oauth2 = { provider: 'google', clientId: 'c', grant: 'user' } as const
const signIn = signInOf({ user: 'support@acme.test', oauth2 })

test.each([
  [{ error: 'invalid_client' }, /oauth2\.clientId.*oauth2\.clientSecret/],
  [{ status: 401 }, /oauth2\.clientSecret/],
  [{ error: 'unauthorized_client', error_description: 'Not for you' }, /oauth2\.clientId/],
  [{ error: 'access_denied' }, /again, sign in as the mailbox and agree/],
])('of %j it is said what to do', (error, advice) => {
  expect(oauthFailure(error, signIn).advice).toMatch(advice)
})

test('where the words say all, no advice is made up', () => {
  expect(oauthFailure({ error: 'invalid_grant' }, signIn).advice).toBeUndefined()
})
