import type { Reader } from './database.ts'
import { idHash } from './hash.ts'
import type { LedgerRow } from './ledger.ts'
import { prepared } from './prepared.ts'

const idWithFingerprint = prepared((db, v: { fingerprint: string; except: number }) =>
  db
    .selectFrom('ledger')
    .select('id')
    .where('fingerprint', '=', v.fingerprint)
    .where('id', '!=', v.except)
    .where('outcome', '!=', 'duplicate')
    .orderBy('id')
    .limit(1),
)

const mailsWithId = prepared((db, v: { hash: string; except: number }) =>
  db
    .selectFrom('ledger')
    .select(['id', 'fromAddress', 'date'])
    .where('messageIdHash', '=', v.hash)
    .where('id', '!=', v.except)
    .where('outcome', '!=', 'duplicate')
    .orderBy('id')
    .limit(5),
)

const ticketsWithMail = prepared((db, v: { hash: string }) =>
  db
    .selectFrom('ledger')
    .select(['messageId', 'ticket'])
    .where('messageIdHash', '=', v.hash)
    .where('outcome', 'in', ['opened', 'replied', 'reopened', 'command']),
)

const newestOfTicket = prepared((db, v: { ticket: number }) =>
  db
    .selectFrom('ledger')
    .select(['fromAddress', 'decidedAt', 'outcome'])
    .where('ticket', '=', v.ticket)
    .orderBy('id', 'desc')
    .limit(50),
)

/** The first mail with this fingerprint, in any mailbox; copies of it are not the first. */
export async function findByFingerprint(
  reader: Reader,
  fingerprint: string,
  except: number,
): Promise<number | undefined> {
  return (await idWithFingerprint(reader, { fingerprint, except })).rows[0]?.id
}

/** The first mails with this Message-ID, as far as it takes to tell whether they are the same. */
export async function listByMessageId(
  reader: Reader,
  messageId: string,
  except: number,
): Promise<Pick<LedgerRow, 'id' | 'fromAddress' | 'date'>[]> {
  return (await mailsWithId(reader, { hash: idHash(messageId), except })).rows
}

/** Tickets to which mails with these Message-IDs belong. */
export async function ticketsOfMessageIds(
  reader: Reader,
  ids: string[],
): Promise<{ messageId: string; ticket: number }[]> {
  const rows: Awaited<ReturnType<typeof ticketsWithMail>>['rows'] = []
  for (const hash of new Set(ids.map(idHash))) {
    rows.push(...(await ticketsWithMail(reader, { hash })).rows)
  }
  return rows.flatMap((r) =>
    r.messageId === null || r.ticket === null ? [] : [{ messageId: r.messageId, ticket: r.ticket }],
  )
}

/** What becomes of a mail whose words are passed on; one with a command that is none is not. */
const PASSED_ON: readonly (string | null)[] = ['opened', 'replied', 'reopened', 'held']

/**
 * How many of the newest mails of a ticket came from this address since an instant and were passed
 * on, or kept from it only for their number: a flood is one until it ebbs.
 */
export async function countRecentOfTicket(
  reader: Reader,
  ticket: number,
  fromAddress: string,
  since: string,
): Promise<number> {
  const { rows } = await newestOfTicket(reader, { ticket })
  return rows.filter(
    (r) =>
      r.fromAddress === fromAddress &&
      (r.decidedAt ?? '') >= since &&
      PASSED_ON.includes(r.outcome),
  ).length
}

/** Those of these raw mails that the ledger names. */
export async function rawsKnown(
  reader: Reader,
  rawIds: readonly number[],
): Promise<Set<number | null>> {
  const rows = await reader
    .selectFrom('ledger')
    .select('rawId')
    .where('rawId', 'in', rawIds)
    .execute()
  return new Set(rows.map(({ rawId }) => rawId))
}

export async function isRawKnown(reader: Reader, rawId: number): Promise<boolean> {
  const row = await reader
    .selectFrom('ledger')
    .select('id')
    .where('rawId', '=', rawId)
    .executeTakeFirst()
  return row !== undefined
}
