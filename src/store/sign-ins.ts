import type { Reader, Writer } from './database.ts'
import type { SignInTable } from './tables/sign-in.ts'

export type SignInState = SignInTable

export async function findSignIn(reader: Reader, key: string): Promise<SignInState | undefined> {
  return await reader.selectFrom('signIn').selectAll().where('key', '=', key).executeTakeFirst()
}

/** New tokens: whatever was refused before is over. Without `authorizedAt` that stays as it was. */
export async function putTokens(
  writer: Writer,
  key: string,
  tokens: { sealed: string; renewedAt: string; authorizedAt?: string },
): Promise<void> {
  const change = { ...tokens, refusedAt: null, refusal: null, toldAt: null }
  await writer
    .insertInto('signIn')
    .values({ key, authorizedAt: null, ...change })
    .onConflict((c) => c.column('key').doUpdateSet(change))
    .execute()
}

/** Stays until new tokens come. */
export async function noteRefusal(
  writer: Writer,
  key: string,
  refusal: string,
  refusedAt: string,
): Promise<void> {
  const nothing = { sealed: null, authorizedAt: null, renewedAt: null }
  await writer
    .insertInto('signIn')
    .values({ key, ...nothing, refusedAt, refusal, toldAt: null })
    .onConflict((c) => c.column('key').doUpdateSet({ refusedAt, refusal, toldAt: null }))
    .execute()
}

export async function noteTold(writer: Writer, key: string, toldAt: string): Promise<void> {
  await writer.updateTable('signIn').set({ toldAt }).where('key', '=', key).execute()
}
