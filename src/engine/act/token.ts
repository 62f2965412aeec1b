import { newToken, sameHash, tokenHash } from '../../credentials/secrets.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { findTokenHash, putToken } from '../../store/tokens.ts'
import { type Desk, instant } from '../desk.ts'

/** Of no token: an Account ID that is none costs the same time as one that is. */
const NO_HASH = '0'.repeat(64)

/** What pasting brings along, invisible characters included. */
const AROUND = /[\s\u200b-\u200f\u2060\ufeff]+/gu

/**
 * Whether this is the token of the active account with this Account ID. White space in and around
 * what was pasted is forgiven; which of the two is wrong is nobody's business.
 */
export async function tokenIsRight(
  reader: Reader,
  accountId: string,
  pasted: string,
): Promise<boolean> {
  const given = tokenHash(pasted.slice(0, 1000).replace(AROUND, '').toLowerCase())
  const expected = await findTokenHash(reader, accountId)
  return sameHash(given, expected ?? NO_HASH)
}

/** Makes the account a new token; the one before does not count any more. It is told to nobody. */
export async function giveToken(desk: Desk, writer: Writer, accountId: number): Promise<string> {
  const token = newToken()
  await putToken(writer, {
    accountId,
    sealed: desk.keys.seal('token', sealedFor(accountId), token),
    hash: tokenHash(token),
    madeAt: instant(desk.now()),
  })
  return token
}

/** What a sealed token is bound to. */
export function sealedFor(accountId: number): string {
  return `account/${accountId}`
}
