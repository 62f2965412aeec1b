import type { Reader, Writer } from './database.ts'
import type { OneTimeCodeTable } from './tables/registration.ts'

export type CodePurpose = 'confirm' | 'token'

/** Whose code it is, and for what. */
export interface CodeKey {
  accountId: number
  purpose: CodePurpose
  address: string
}

/** Puts a code in place of any other of the same person for the same purpose. */
export async function putCode(writer: Writer, code: OneTimeCodeTable): Promise<void> {
  const { hash, tries, validUntil } = code
  await writer
    .insertInto('oneTimeCode')
    .values(code)
    .onConflict((c) =>
      c.columns(['accountId', 'purpose', 'address']).doUpdateSet({ hash, tries, validUntil }),
    )
    .execute()
}

/** The codes of an account for a purpose. */
export async function listCodes(
  reader: Reader,
  accountId: number,
  purpose: CodePurpose,
): Promise<OneTimeCodeTable[]> {
  return await reader
    .selectFrom('oneTimeCode')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('purpose', '=', purpose)
    .execute()
}

export async function setTries(writer: Writer, key: CodeKey, tries: number): Promise<void> {
  await writer
    .updateTable('oneTimeCode')
    .set({ tries })
    .where('accountId', '=', key.accountId)
    .where('purpose', '=', key.purpose)
    .where('address', '=', key.address)
    .execute()
}

export async function dropCode(writer: Writer, key: CodeKey): Promise<void> {
  await writer
    .deleteFrom('oneTimeCode')
    .where('accountId', '=', key.accountId)
    .where('purpose', '=', key.purpose)
    .where('address', '=', key.address)
    .execute()
}
