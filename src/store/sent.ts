import type { Reader } from './database.ts'
import { idHash } from './hash.ts'
import { prepared } from './prepared.ts'

const mailWithSeq = prepared((db, v: { ticket: number; seq: number }) =>
  db
    .selectFrom('outbox')
    .select(['id', 'recipient'])
    .where('ticket', '=', v.ticket)
    .where('seq', '=', v.seq),
)

const mailsWithServerId = prepared((db, v: { hash: string }) =>
  db
    .selectFrom('outbox')
    .select(['id', 'serverMessageId', 'ticket', 'recipient'])
    .where('serverIdHash', '=', v.hash),
)

/** To whom the mails with these sequence numbers of a ticket were sent. */
export async function recipientsOfSeqs(
  reader: Reader,
  ticket: number,
  seqs: number[],
): Promise<Map<number, { outboxId: number; recipient: string }>> {
  const found = new Map<number, { outboxId: number; recipient: string }>()
  for (const seq of new Set(seqs)) {
    const [row] = (await mailWithSeq(reader, { ticket, seq })).rows
    if (row) found.set(seq, { outboxId: row.id, recipient: row.recipient })
  }
  return found
}

/** The mail of no ticket whose Message-ID was made with this row number. */
export async function sentWithRow(
  reader: Reader,
  row: number,
): Promise<{ outboxId: number; recipient: string } | undefined> {
  // The signature is the caller's to check, with older keys too: what comes
  // before it is enough here.
  const found = await reader
    .selectFrom('outbox')
    .select(['id', 'recipient'])
    .where('ticket', 'is', null)
    .where('messageId', '>=', `<mail.${row}.`)
    .where('messageId', '<', `<mail.${row}/`)
    .executeTakeFirst()
  return found && { outboxId: found.id, recipient: found.recipient }
}

/** Tickets of mails whose Message-ID the SMTP server replaced by one of these. */
export async function ticketsOfServerIds(
  reader: Reader,
  ids: string[],
): Promise<{ outboxId: number; messageId: string; ticket: number; recipient: string }[]> {
  const rows: Awaited<ReturnType<typeof mailsWithServerId>>['rows'] = []
  for (const hash of new Set(ids.map(idHash))) {
    rows.push(...(await mailsWithServerId(reader, { hash })).rows)
  }
  return rows.flatMap((r) =>
    r.serverMessageId === null || r.ticket === null
      ? []
      : [
          {
            outboxId: r.id,
            messageId: r.serverMessageId,
            ticket: r.ticket,
            recipient: r.recipient,
          },
        ],
  )
}

const lastMailTo = prepared((db, v: { ticket: number; recipient: string }) =>
  db
    .selectFrom('outbox')
    .select(['messageId', 'serverMessageId'])
    .where('ticket', '=', v.ticket)
    .where('recipient', '=', v.recipient)
    .orderBy('id', 'desc')
    .limit(1),
)

/** The last Message-ID of this ticket that a reader was sent; the server's where it put its own. */
export async function lastSentTo(
  reader: Reader,
  ticket: number,
  recipient: string,
): Promise<string | null> {
  const [row] = (await lastMailTo(reader, { ticket, recipient })).rows
  return row ? (row.serverMessageId ?? row.messageId) : null
}

/** The mails that one stored mail caused. */
export async function listSentBecause(reader: Reader, ledgerId: number) {
  return await reader
    .selectFrom('outbox')
    .leftJoin('outboxText', 'outboxId', 'id')
    .select(['id', 'recipient', 'template', 'status', 'nextAt', 'finishedAt', 'subject', 'text'])
    .where('ledgerId', '=', ledgerId)
    .orderBy('id')
    .execute()
}

/** Whether this desk has ever written a mail: then there was a key that signed it. */
export async function hasSentMail(reader: Reader): Promise<boolean> {
  const row = await reader.selectFrom('outbox').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}
