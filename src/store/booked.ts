import type { Reader } from './database.ts'

/** Every mail of a folder that has its row, by ascending UID. */
export async function listBooked(
  reader: Reader,
  mailboxId: number,
  uidValidity: number,
): Promise<{ uid: number; decided: boolean; told: boolean }[]> {
  const rows = await reader
    .selectFrom('ledger')
    .select(['uid', 'state', 'acknowledged'])
    .where('mailboxId', '=', mailboxId)
    .where('uidValidity', '=', uidValidity)
    .orderBy('uid')
    .execute()
  return rows.flatMap(({ uid, state, acknowledged }) =>
    uid === null ? [] : [{ uid, decided: state === 'decided', told: acknowledged === 1 }],
  )
}
