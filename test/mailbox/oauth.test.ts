import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { TokenFor } from '../../src/credentials/token-for.ts'
import { silent } from '../../src/log.ts'
import { check } from '../../src/mailbox/check.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { type Provider, startProvider } from '../servers/oauth.ts'
import { mailboxAt } from './site.ts'

const USER = 'support@acme.test'

describeWithDovecot('a login by a token', () => {
  let provider: Provider
  let dovecot: Dovecot
  let asked: (string | undefined)[]

  beforeAll(async () => {
    provider = await startProvider(USER)
    dovecot = await startDovecot({ tokenInfo: `${provider.url}/tokeninfo?access_token=` })
  })
  afterAll(async () => {
    await dovecot.stop()
    await provider.stop()
  })
  afterEach(() => {
    provider.user = USER
  })

  /** A mailbox whose tokens are these, one for each time that it asks. */
  function loginWith(...tokens: string[]) {
    asked = []
    const tokenFor: TokenFor = async (_login, rejected) => {
      asked.push(rejected)
      return tokens[asked.length - 1] ?? tokens.at(-1) ?? ''
    }
    const imap = { password: undefined, oauth2: provider.settings() }
    const signal = new AbortController().signal
    return check(mailboxAt(dovecot.port, { imap }), { signal, log: silent, tokenFor })
  }

  /** A token of the provider, as an application gets it. */
  async function newToken(): Promise<string> {
    const form = 'grant_type=client_credentials&client_secret=hush'
    const answer = await fetch(`${provider.url}/token`, { method: 'POST', body: form })
    return ((await answer.json()) as { access_token: string }).access_token
  }

  test('is taken by the server that asks its provider', async () => {
    const { folder, capabilities } = await loginWith(await newToken())
    expect(folder.exists).toBe(0)
    expect(capabilities).toContain('IDLE')
    expect(asked).toEqual([undefined])
  })

  test('is tried again once, with another token in place of the rejected one', async () => {
    await loginWith('stale', await newToken())
    expect(asked).toEqual([undefined, 'stale'])
  })

  test('is refused in our words where there is no better token', async () => {
    const failure = { code: 'imap-login', advice: expect.stringMatching(/authorized/) }
    await expect(loginWith('stale')).rejects.toMatchObject(failure)
    expect(asked).toEqual([undefined, 'stale'])
  })

  test('is refused where the token is somebody else’s', async () => {
    provider.user = 'other@acme.test'
    await expect(loginWith(await newToken())).rejects.toMatchObject({ code: 'imap-login' })
  })
})
