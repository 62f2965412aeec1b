import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { oauthFailure } from '../../src/credentials/oauth.ts'
import { signInOf } from '../../src/credentials/sign-in.ts'
import { withoutSecrets } from '../../src/credentials/unsaid.ts'

const SECRET = 'open sesame'
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['wrong password', 'wrong password'],
  [`LOGIN me "${SECRET}" refused`, 'LOGIN me "(secret)" refused'],
  [`535 not ${base64(SECRET)}`, '535 not (secret)'],
  [`535 AUTH PLAIN ${base64(`\0me@acme.test\0${SECRET}`)}: no`, '535 AUTH PLAIN (secret): no'],
  [`NO ${base64(`user=me\x01auth=Bearer ${SECRET}\x01\x01`)}`, 'NO (secret)'],
  ['see https://acme.test/why/535', 'see https://acme.test/why/535'],
])('%j', (said, told) => {
  expect(withoutSecrets(said, [SECRET, undefined, null])).toBe(told)
})

test('whatever the words are, the secret is in none of them', () => {
  const secret = fc.string({ minLength: 4, maxLength: 40 }).filter((it) => !'(secret)'.includes(it))
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
      for (const said of [hidden, base64(`\0me\0${hidden}`)]) {
        const told = withoutSecrets(`${before} ${said} ${after}`, [hidden])
        expect(told).toContain('(secret)')
        expect(told).not.toContain(said)
      }
    }),
  )
})

test('a provider that repeats what it refuses gives nothing away', () => {
  const oauth2 = { provider: 'google', clientId: 'c', clientSecret: SECRET, grant: 'user' } as const
  const signIn = signInOf({ user: 'support@acme.test', oauth2 })
  const refused = (error_description: string) =>
    oauthFailure({ error: 'invalid_grant', error_description }, signIn, 'refresh-me').message
  expect(refused(`${SECRET} is wrong`)).toContain('(secret) is wrong (invalid_grant)')
  expect(refused('refresh-me was withdrawn')).toContain('(secret) was withdrawn (invalid_grant)')
})
