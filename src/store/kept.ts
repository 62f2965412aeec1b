import type { Reader } from './database.ts'

/** An attachment of a mail whose bytes went: it is kept as a file, and nowhere else. */
export interface Kept {
  ledgerId: number
  position: number
}

export async function hasKept(reader: Reader): Promise<boolean> {
  return (await kept(reader).limit(1).executeTakeFirst()) !== undefined
}

/** All of them; one that several tickets show comes several times. */
export function listKept(reader: Reader): AsyncIterable<Kept> {
  return kept(reader).stream()
}

/** Whose mail this was is erased: nothing of it is kept. */
export function isErased(mail: { fromAddress: string | null; subject: string | null }): boolean {
  return mail.fromAddress === null && mail.subject === null
}

function kept(reader: Reader) {
  return (
    reader
      .selectFrom('ledger')
      .innerJoin('attachment', 'attachment.ledgerId', 'ledger.id')
      .select(['attachment.ledgerId', 'attachment.position'])
      .where('ledger.rawId', 'is', null)
      // As `isErased` says it.
      .where((eb) =>
        eb.or([eb('ledger.fromAddress', 'is not', null), eb('ledger.subject', 'is not', null)]),
      )
  )
}
