import { Failure } from '../errors.ts'
import type { Login } from './sign-in.ts'

/**
 * The access token to log in with now. `rejected`: a server would not have this one, so that it is
 * replaced unless it is new. Throws Failure `sign-in` (a person has to authorize again; the
 * provider is not asked before) or `oauth-unreachable` (temporary).
 */
export type TokenFor = (login: Login, rejected?: string) => Promise<string>

/** For whoever logs in by passwords only. */
export const noTokens: TokenFor = async ({ user }) => {
  throw new Failure('sign-in', `Nobody gives tokens for ${user} here.`)
}
