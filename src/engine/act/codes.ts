import { newCode } from '../../credentials/secrets.ts'
import {
  type CodeKey,
  type CodePurpose,
  dropCode,
  listCodes,
  putCode,
  setTries,
} from '../../store/codes.ts'
import type { Writer } from '../../store/database.ts'
import { type Desk, instant } from '../desk.ts'

/** So often a code may be tried. */
const TRIES = 5

/** For what is good as long as it is waited for. */
export const ALWAYS = '9999-12-31T23:59:59.999Z'

/**
 * Makes a code in place of any other for the same person and purpose. It is mailed and never kept.
 */
export async function makeCode(
  desk: Desk,
  writer: Writer,
  key: CodeKey,
  validUntil: string,
): Promise<string> {
  const code = newCode()
  const hash = desk.keys.sign('code', signedWith(key, code))
  await putCode(writer, { ...key, hash, tries: TRIES, validUntil })
  return code
}

/** Who gave a code back; or why it is not taken, as a sentence. */
export type Tried = { address: string } | { because: string }

/**
 * Tries a code of the account; `address` where only that person's counts. A right one is used up by
 * it, a wrong one costs a try: the caller lets the transaction come to its end in both cases.
 */
export async function tryCode(
  desk: Desk,
  writer: Writer,
  of: { accountId: number; purpose: CodePurpose; address?: string },
  written: string,
): Promise<Tried> {
  const now = instant(desk.now())
  const code = written.replace(/[\s-]+/g, '')
  const codes = (await listCodes(writer, of.accountId, of.purpose)).filter(
    ({ address, validUntil }) =>
      validUntil > now && (of.address === undefined || of.address === address),
  )
  for (const { address, hash } of codes) {
    const key = { ...of, address }
    if (!desk.keys.verify('code', signedWith(key, code), hash)) continue
    await dropCode(writer, key)
    return { address }
  }
  for (const { address, tries } of codes) {
    const key = { ...of, address }
    if (tries <= 1) await dropCode(writer, key)
    else await setTries(writer, key, tries - 1)
  }
  return { because: whyNot(codes.map(({ tries }) => tries - 1)) }
}

function whyNot(left: readonly number[]): string {
  if (left.length === 0) return 'No code is waited for, or it is too old.'
  const most = Math.max(...left)
  if (most < 1) return 'The code is wrong, and does not count any more.'
  return `The code is wrong; it may be tried ${most === 1 ? 'once' : `${most} times`} more.`
}

function signedWith({ accountId, purpose, address }: CodeKey, code: string): string {
  return `${purpose}/${accountId}/${address}/${code}`
}
