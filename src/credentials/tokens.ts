import { Failure } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Reader, Store, Writer } from '../store/database.ts'
import { setMeta } from '../store/meta.ts'
import { findSignIn, noteRefusal, putTokens, type SignInState } from '../store/sign-ins.ts'
import type { Keys } from './keys.ts'
import type { Tokens } from './oauth.ts'
import { adviceOnRefusal } from './refusal.ts'
import { type SignIn, signInName, signInOf } from './sign-in.ts'
import type { TokenFor } from './token-for.ts'

export interface TokenKeeper {
  tokenFor: TokenFor
  /** True when a sign-in that was refused before was authorized meanwhile; asks nobody else. */
  repaired(): Promise<boolean>
}

export interface TokenOptions {
  store: Pick<Store, 'read' | 'transact'>
  keys: Pick<Keys, 'seal' | 'open'>
  /** Milliseconds since 1970. */
  now(): number
  log: Log
}

/** The tokens of a sign-in as they are kept. */
export interface Kept {
  access: string
  refresh: string | null
  /** Milliseconds since 1970. */
  until: number
}

/** A token is replaced so long before its end, in milliseconds: a login takes its time. */
const MARGIN = 120_000
/**
 * A token that is younger is not replaced because a server rejects it: another
 * would fare no better.
 */
const NEW = 60_000

/**
 * Gives tokens from the store, where every process finds the same, and renews them: one request at
 * a time for each sign-in, however many connections wait for it.
 */
export function createTokens({ store, keys, now, log }: TokenOptions): TokenKeeper {
  const running = new Map<string, Promise<string | null>>()
  const refused = new Set<string>()

  async function tokenOf(signIn: SignIn, rejected: string | undefined): Promise<string> {
    const state = await findSignIn(store.read, signIn.key)
    const kept = state ? keptTokens(keys, state) : null
    if (isRefused(signIn, state, kept)) {
      refused.add(signIn.key)
      throw closed(signIn, state)
    }
    const isGood = kept !== null && kept.until - MARGIN > now()
    // Either way: one of a time to come is from before the clock was set back.
    const isNew = state?.renewedAt != null && Math.abs(now() - Date.parse(state.renewedAt)) < NEW
    if (isGood && (kept.access !== rejected || isNew)) return kept.access
    return (await renewOnce(signIn, state, kept)) ?? (await tokenOf(signIn, undefined))
  }

  function renewOnce(...of: Parameters<typeof renew>): Promise<string | null> {
    const [{ key }] = of
    const renewing = running.get(key) ?? renew(...of).finally(() => running.delete(key))
    running.set(key, renewing)
    return renewing
  }

  /** Null when another process has changed the sign-in meanwhile, and what it says counts. */
  async function renew(
    signIn: SignIn,
    state: SignInState | undefined,
    kept: Kept | null,
  ): Promise<string | null> {
    try {
      // Some take each refresh token once: none is asked for that could not be kept.
      const at = new Date(now()).toISOString()
      await store.transact((writer) => setMeta(writer, 'token-asked-for', at))
      const given = await renewal(signIn, kept)
      const tokens = { ...given, refresh: given.refresh ?? kept?.refresh ?? null }
      const isOurs = await ifUnchanged(signIn, state, (writer) =>
        putTokens(writer, signIn.key, sealedTokens(keys, signIn, tokens, now())),
      )
      if (isOurs) log.info({ signIn: signInName(signIn) }, 'the access token was renewed')
      return isOurs ? tokens.access : null
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'oauth-refused') throw error
      const isNews = await ifUnchanged(signIn, state, (writer) =>
        noteRefusal(writer, signIn.key, error.message, new Date(now()).toISOString()),
      )
      if (isNews) log.error({ signIn: signInName(signIn) }, error.message)
      return null
    }
  }

  /** Writes unless another process has changed the sign-in since it was read. */
  async function ifUnchanged(
    { key }: SignIn,
    state: SignInState | undefined,
    write: (writer: Writer) => Promise<void>,
  ): Promise<boolean> {
    return await store.transact(async (writer) => {
      const present = await findSignIn(writer, key)
      if ((present?.sealed ?? null) !== (state?.sealed ?? null)) return false
      await write(writer)
      return true
    })
  }

  return {
    tokenFor: async (login, rejected) => await tokenOf(signInOf(login), rejected),
    async repaired() {
      let some = false
      for (const key of refused) {
        const state = await findSignIn(store.read, key)
        if (!state?.sealed || state.refusedAt !== null) continue
        refused.delete(key)
        some = true
      }
      return some
    },
  }
}

/** Puts tokens that somebody has just agreed to in place of any others. */
export function authorizedTokens(
  keys: Pick<Keys, 'seal'>,
  signIn: SignIn,
  tokens: Tokens,
  now: number,
) {
  const authorizedAt = new Date(now).toISOString()
  return { ...sealedTokens(keys, signIn, tokens, now), authorizedAt }
}

/** How a sign-in stands: `good`, `missing` (nobody has authorized it) or `refused`. */
export async function standing(
  reader: Reader,
  signIn: SignIn,
): Promise<{ state: 'good' | 'missing' | 'refused'; because: string | null; at: string | null }> {
  const found = await findSignIn(reader, signIn.key)
  if (found?.refusedAt) return { state: 'refused', because: found.refusal, at: found.refusedAt }
  if (!found?.sealed && signIn.user !== null) return { state: 'missing', because: null, at: null }
  return { state: 'good', because: null, at: found?.authorizedAt ?? null }
}

async function renewal(signIn: SignIn, kept: Kept | null): Promise<Tokens> {
  // Most desks log in by passwords and need not load what speaks OAuth.
  const { grantedToApplication, refreshed } = await import('./oauth.ts')
  return await (signIn.user === null
    ? grantedToApplication(signIn)
    : refreshed(signIn, kept?.refresh ?? ''))
}

/** An application may ask at any time; a person has to have agreed. */
function isRefused(signIn: SignIn, state: SignInState | undefined, kept: Kept | null): boolean {
  if (state?.refusedAt) return true
  return signIn.user !== null && !kept?.refresh
}

function closed(signIn: SignIn, state: SignInState | undefined): Failure {
  const name = signInName(signIn)
  const words =
    state?.refusal ??
    (state?.sealed
      ? `The tokens of ${name} were sealed with another key file`
      : `Nobody has authorized the sign-in of ${name} yet`)
  const again = '`ticketd mailbox authorize NAME` signs in again, and what has waited goes on.'
  const advice = [adviceOnRefusal(words), again].filter((it) => it !== undefined).join(' ')
  return new Failure('sign-in', words, { lasting: 'temporary', advice })
}

function keptTokens(keys: Pick<Keys, 'open'>, { key, sealed }: SignInState): Kept | null {
  const text = sealed === null ? null : keys.open('sign-in', key, sealed)
  return text === null ? null : (JSON.parse(text) as Kept)
}

function sealedTokens(
  keys: Pick<Keys, 'seal'>,
  { key }: SignIn,
  { access, refresh, lasts }: Tokens,
  now: number,
): { sealed: string; renewedAt: string } {
  const kept: Kept = { access, refresh, until: now + lasts * 1000 }
  const sealed = keys.seal('sign-in', key, JSON.stringify(kept))
  return { sealed, renewedAt: new Date(now).toISOString() }
}
