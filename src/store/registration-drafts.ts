import type { RegistrationForm } from '../account/registration.ts'
import type { Reader, Writer } from './database.ts'

/** A registration whose writer was sent the terms. */
export interface RegistrationDraft {
  /** The mail that the form was in. */
  ledgerId: number
  form: RegistrationForm
  termsVersion: string
}

/** Keeps the form until its writer accepts the terms; the newest of an address counts. */
export async function putDraft(
  writer: Writer,
  address: string,
  { ledgerId, form, termsVersion }: RegistrationDraft,
  at: string,
): Promise<void> {
  const values = { ledgerId, form: JSON.stringify(form), termsVersion, at }
  await writer
    .insertInto('registrationDraft')
    .values({ address, ...values })
    .onConflict((c) => c.column('address').doUpdateSet(values))
    .execute()
}

export async function findDraft(
  reader: Reader,
  address: string,
): Promise<RegistrationDraft | undefined> {
  const row = await reader
    .selectFrom('registrationDraft')
    .select(['ledgerId', 'form', 'termsVersion'])
    .where('address', '=', address)
    .executeTakeFirst()
  return row && { ...row, form: JSON.parse(row.form) as RegistrationForm }
}

export async function dropDraft(writer: Writer, address: string): Promise<void> {
  await writer.deleteFrom('registrationDraft').where('address', '=', address).execute()
}

/** What nobody came back to leaves no trace. */
export async function forgetDrafts(writer: Writer, before: string): Promise<void> {
  await writer.deleteFrom('registrationDraft').where('at', '<', before).execute()
}
