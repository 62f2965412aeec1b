import type { Writer } from './database.ts'

export interface Withdrawal {
  recipient: string
  template: string
  /** Why it is not sent, as the row says it. */
  because: string
  now: string
}

/**
 * Keeps the mails of a template to an address, about no ticket, from being sent: those that still
 * wait and have become untrue. Gives how many there were.
 */
export async function withdraw(
  writer: Writer,
  { recipient, template, because, now }: Withdrawal,
): Promise<number> {
  const result = await writer
    .updateTable('outbox')
    .set({ status: 'suppressed', error: because, nextAt: null, finishedAt: now })
    .where('ticket', 'is', null)
    .where('recipient', '=', recipient)
    .where('template', '=', template)
    .where('status', 'in', ['queued', 'uncertain'])
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** The same of these mails about no ticket, by their Message-IDs; what a person is asked about stays. */
export async function withdrawMails(
  writer: Writer,
  messageIds: readonly string[],
  because: string,
  now: string,
): Promise<number> {
  const result = await writer
    .updateTable('outbox')
    .set({ status: 'suppressed', error: because, nextAt: null, finishedAt: now })
    .where('ticket', 'is', null)
    .where('messageId', 'in', [...messageIds])
    .where('status', 'in', ['queued', 'uncertain'])
    .where('nextAt', 'is not', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
