import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openKeys } from '../../src/credentials/keys.ts'
import { type Login, type SignIn, signInOf } from '../../src/credentials/sign-in.ts'
import { authorizedTokens, createTokens, type TokenKeeper } from '../../src/credentials/tokens.ts'
import { Failure } from '../../src/errors.ts'
import { silent } from '../../src/log.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { findSignIn, putTokens } from '../../src/store/sign-ins.ts'
import { type Provider, startProvider } from '../servers/oauth.ts'

const USER = 'support@acme.test'
let folder: string
let store: Store
let provider: Provider
let login: Login
let signIn: SignIn
let keeper: TokenKeeper
let clock: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  store = await openStore(join(folder, 'ticketd.db'), { migrate: true })
  provider = await startProvider(USER)
  login = { user: USER, oauth2: provider.settings({ grant: 'user' }) as unknown as Login['oauth2'] }
  signIn = signInOf(login)
  clock = Date.parse('2026-11-21T12:00:00.000Z')
  keeper = anotherProcess()
})
afterEach(async () => {
  await store.close()
  await provider.stop()
  rmSync(folder, { recursive: true })
})

const keys = () => openKeys(join(folder, 'key'))

/** Knows only what stands in the store. */
function anotherProcess(): TokenKeeper {
  return createTokens({ store, keys: keys(), now: () => clock, log: silent })
}

/** As `mailbox authorize` does, with a browser that agrees to everything. */
async function authorize(): Promise<void> {
  const { startBrowser } = await import('../../src/credentials/oauth.ts')
  const { url, tokens } = await startBrowser(signIn, 'http://localhost:1/')
  const page = await fetch(url, { redirect: 'manual' })
  const given = await tokens(page.headers.get('location') ?? '')
  await store.transact((writer) =>
    putTokens(writer, signIn.key, authorizedTokens(keys(), signIn, given, clock)),
  )
}

const refreshes = () => provider.asked.filter(({ grant }) => grant === 'refresh_token').length

describe('the tokens of a user', () => {
  beforeEach(authorize)

  test('are used while they last, and renewed shortly before their end', async () => {
    expect(await keeper.tokenFor(login)).toBe('access-1')
    clock += 3_400_000
    expect(await keeper.tokenFor(login)).toBe('access-1')
    clock += 100_000
    expect(await keeper.tokenFor(login)).toBe('access-2')
    expect(await anotherProcess().tokenFor(login)).toBe('access-2')
    expect(refreshes()).toBe(1)
  })

  test('are renewed once for all who ask at the same time', async () => {
    clock += 3_600_000
    provider.delay = 30
    const all = await Promise.all(Array.from({ length: 20 }, () => keeper.tokenFor(login)))
    expect(new Set(all)).toEqual(new Set(['access-2']))
    expect(refreshes()).toBe(1)
  })

  test('that a server rejects are replaced, but not when they are new', async () => {
    expect(await keeper.tokenFor(login, 'access-1')).toBe('access-1')
    clock += 600_000
    expect(await keeper.tokenFor(login, 'access-1')).toBe('access-2')
    expect(await keeper.tokenFor(login, 'access-1')).toBe('access-2')
    expect(refreshes()).toBe(1)
  })

  test('that a server rejects are replaced also after the clock was set back', async () => {
    clock -= 7_200_000
    expect(await keeper.tokenFor(login, 'access-1')).toBe('access-2')
  })

  test('survive a provider that gives another refresh token each time', async () => {
    provider.rotates = true
    for (const expected of ['access-2', 'access-3', 'access-4']) {
      clock += 3_600_000
      expect(await keeper.tokenFor(login)).toBe(expected)
    }
  })

  test('are not asked for while the store takes nothing: they could not be kept', async () => {
    provider.rotates = true
    clock += 3_600_000
    const transact = async () => {
      throw new Failure('store-full', 'The store is full.', { lasting: 'temporary' })
    }
    const full = { store: { read: store.read, transact }, keys: keys(), now: () => clock }
    const cramped = createTokens({ ...full, log: silent })
    await expect(cramped.tokenFor(login)).rejects.toMatchObject({ code: 'store-full' })
    expect(refreshes()).toBe(0)
    expect(await keeper.tokenFor(login)).toBe('access-2')
  })

  test('lie in the store where nobody can read them', async () => {
    const row = await findSignIn(store.read, signIn.key)
    expect(JSON.stringify(row)).not.toMatch(/access-1|refresh-1/)
    expect(row?.sealed).toMatch(/^[\w+/=]{80,}$/)
    expect(keys().open('sign-in', signIn.key, row?.sealed ?? '')).toContain('refresh-1')
    expect(keys().open('sign-in', `${signIn.key}x`, row?.sealed ?? '')).toBeNull()
  })

  test('that are refused are never asked for again, until somebody authorizes anew', async () => {
    clock += 3_600_000
    provider.revoke()
    const refusal = { code: 'sign-in', message: expect.stringMatching(/AADSTS1: invalid_grant/) }
    for (let tries = 0; tries < 5; tries++) {
      await expect(keeper.tokenFor(login)).rejects.toMatchObject(refusal)
      await expect(anotherProcess().tokenFor(login)).rejects.toMatchObject(refusal)
    }
    expect(refreshes()).toBe(1)
    expect(await keeper.repaired()).toBe(false)
    await authorize()
    expect(await keeper.repaired()).toBe(true)
    expect(await keeper.repaired()).toBe(false)
    expect(await keeper.tokenFor(login)).toBe('access-2')
  })

  test.each([
    ['slow_down', 400],
    ['temporarily_unavailable', 400],
    ['rate_limit_exceeded', 429],
    ['server_error', 503],
  ])('%s is no refusal: it is asked again', async (error, status) => {
    clock += 3_600_000
    provider.refuse = error
    provider.status = status
    const later = { code: 'oauth-unreachable', lasting: 'temporary' }
    await expect(keeper.tokenFor(login)).rejects.toMatchObject(later)
    provider.refuse = null
    expect(await keeper.tokenFor(login)).toBe('access-2')
  })

  test.each([
    ['invalid_grant', 400],
    ['invalid_client', 401],
    ['interaction_required', 400],
  ])('%s is a refusal, also by a status alone', async (error, status) => {
    clock += 3_600_000
    provider.refuse = error
    provider.status = status
    const refusal = { code: 'sign-in', message: expect.stringContaining(error) }
    await expect(keeper.tokenFor(login)).rejects.toMatchObject(refusal)
    provider.refuse = null
    await expect(keeper.tokenFor(login)).rejects.toMatchObject(refusal)
    expect(refreshes()).toBe(1)
  })

  test('a provider that cannot be reached is no refusal either', async () => {
    clock += 3_600_000
    await provider.stop()
    const failure = await keeper.tokenFor(login).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'oauth-unreachable' })
    expect(String(failure)).toMatch(/at the moment: .*(ECONNREFUSED|other side closed)/)
  })

  test('a new authorization wins over the refusal of the old one', async () => {
    clock += 3_600_000
    provider.revoke()
    provider.delay = 300
    const asking = keeper.tokenFor(login)
    // Comes while the refusal is on its way.
    const sealed = authorizedTokens(
      keys(),
      signIn,
      { access: 'fresh', refresh: 'newer', lasts: 3600 },
      clock,
    )
    await store.transact((writer) => putTokens(writer, signIn.key, sealed))
    expect(await asking).toBe('fresh')
    expect((await findSignIn(store.read, signIn.key))?.refusedAt).toBeNull()
  })
})

test('nobody is asked before a person has agreed', async () => {
  const missing = { code: 'sign-in', message: expect.stringMatching(/Nobody has authorized/) }
  await expect(keeper.tokenFor(login)).rejects.toMatchObject(missing)
  expect(provider.asked).toEqual([])
})

test('a person agrees in a browser, and the code is bound to who asked for it', async () => {
  const { startBrowser } = await import('../../src/credentials/oauth.ts')
  const browser = await startBrowser(signIn, 'http://localhost:1/')
  const asked = new URL(browser.url)
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
  expect(asked.searchParams.get('login_hint')).toBe(USER)
  const page = await fetch(browser.url, { redirect: 'manual' })
  const back = page.headers.get('location') ?? ''
  await expect(browser.tokens(back.replace(/state=[^&]+/, 'state=forged'))).rejects.toThrow()
  expect(await browser.tokens(back)).toMatchObject({ access: 'access-1', refresh: 'refresh-1' })
  const [{ form } = { form: new URLSearchParams() }] = provider.asked
  expect(form.get('client_id')).toBe('the-client')
})

test('a person enters a code on any device', async () => {
  const { startDevice } = await import('../../src/credentials/oauth.ts')
  const device = await startDevice(signIn)
  expect(device).toMatchObject({ url: `${provider.url}/enter`, userCode: 'WXYZ-1234' })
  expect(await device.tokens(new AbortController().signal)).toMatchObject({ access: 'access-1' })
})

test('an application signs in by its secret, for all mailboxes at once', async () => {
  const application = (user: string, clientSecret: string): Login => ({
    user,
    oauth2: provider.settings({ grant: 'application', clientSecret }) as unknown as Login['oauth2'],
  })
  expect(await keeper.tokenFor(application('one@acme.test', 'hush'))).toBe('access-1')
  expect(await keeper.tokenFor(application('two@acme.test', 'hush'))).toBe('access-1')
  clock += 3_600_000
  const wrong = application('one@acme.test', 'wrong')
  await expect(keeper.tokenFor(wrong)).rejects.toThrow(/invalid_client/)
  await expect(keeper.tokenFor(wrong)).rejects.not.toThrow(/wrong/)
  expect(provider.asked.length).toBe(2)
})
