import type { Insertable, Selectable } from 'kysely'
import { whyKeptBack } from '../account/suppression.ts'
import type { AttachmentRef, AutoSubmitted, Draft } from '../notification/notice.ts'
import type { Writer } from './database.ts'
import { columns, prepared } from './prepared.ts'
import type { Database, OutboxTable } from './schema.ts'
import { suppressionsOf } from './suppressed.ts'

/** A row with its words; they are null once they are not kept any more. */
export type OutboxRow = Selectable<OutboxTable> & Words

export interface Words {
  text: string | null
  html: string | null
}

/** A mail on its way: what was put in, and how often it was tried and left in doubt. */
export type Letter = Draft & { id: number; attempts: number; doubts: number }

const insertRow = prepared((db, v: NewRow) =>
  db
    .insertInto('outbox')
    .values(
      columns(
        v,
        'ticket',
        'seq',
        'mailbox',
        'template',
        'priority',
        'recipient',
        'recipientName',
        'envelopeFrom',
        'fromName',
        'fromAddress',
        'replyTo',
        'subject',
        'messageId',
        'inReplyTo',
        'references',
        'autoSubmitted',
        'date',
        'language',
        'attachments',
        'status',
        'attempts',
        'doubts',
        'error',
        'nextAt',
        'finishedAt',
        'ledgerId',
        'createdAt',
      ),
    )
    .returning('id'),
)

const insertText = prepared((db, v: Database['outboxText']) =>
  db.insertInto('outboxText').values(columns(v, 'outboxId', 'text', 'html')),
)

/**
 * Puts mails into the outbox, to be sent from `now` on; part of the transaction of their cause.
 * Gives for each why it is kept back, since its address is suppressed; null: it leaves.
 */
export async function enqueue(
  writer: Writer,
  drafts: readonly Draft[],
  now: string,
): Promise<(string | null)[]> {
  const keptBack: (string | null)[] = []
  const suppressed = await suppressionsOf(
    writer,
    drafts.map((draft) => draft.recipient.address),
  )
  for (const draft of drafts) {
    const because = whyKeptBack(suppressed.get(draft.recipient.address), draft)
    keptBack.push(because)
    const row = rowOf(draft, now)
    const written = because === null ? row : { ...row, ...suppressedRow(because, now) }
    const outboxId = (await insertRow(writer, written)).rows[0]?.id
    if (outboxId === undefined) throw new Error('The mail was not written.')
    await insertText(writer, { outboxId, text: draft.text, html: draft.html })
  }
  return keptBack
}

/** What a row says that is never tried. */
export function suppressedRow(because: string, now: string) {
  return { status: 'suppressed', error: because, nextAt: null, finishedAt: now }
}

type NewRow = Omit<Insertable<OutboxTable>, 'id' | 'epoch' | 'serverMessageId' | 'serverIdHash'>

function rowOf(draft: Draft, now: string): NewRow {
  return {
    ticket: draft.ticket,
    seq: draft.seq,
    mailbox: draft.mailbox,
    template: draft.template,
    priority: draft.priority,
    recipient: draft.recipient.address,
    recipientName: draft.recipient.name,
    envelopeFrom: draft.envelopeFrom,
    fromName: draft.from.name,
    fromAddress: draft.from.address,
    replyTo: draft.replyTo,
    subject: draft.subject,
    messageId: draft.messageId,
    inReplyTo: draft.inReplyTo,
    references: draft.references.join(' '),
    autoSubmitted: draft.autoSubmitted,
    date: draft.date,
    language: draft.language,
    attachments: JSON.stringify(draft.attachments),
    status: 'queued',
    attempts: 0,
    doubts: 0,
    error: null,
    nextAt: now,
    finishedAt: null,
    ledgerId: draft.ledgerId,
    createdAt: now,
  }
}

/** The mail of a row. Throws a sentence when the row holds none (emptied, damaged). */
export function letterOf(row: OutboxRow): Letter {
  if (row.text === null || row.html === null) throw new Error('The text of this mail is gone.')
  return {
    id: row.id,
    attempts: row.attempts,
    doubts: row.doubts,
    ticket: row.ticket,
    seq: row.seq,
    mailbox: row.mailbox,
    template: row.template,
    priority: row.priority as Draft['priority'],
    recipient: { name: row.recipientName, address: row.recipient },
    envelopeFrom: row.envelopeFrom,
    from: { name: row.fromName, address: row.fromAddress },
    replyTo: row.replyTo,
    subject: row.subject,
    messageId: row.messageId,
    inReplyTo: row.inReplyTo,
    references: row.references.split(' ').filter(Boolean),
    autoSubmitted: row.autoSubmitted as AutoSubmitted,
    date: row.date,
    language: row.language,
    text: row.text,
    html: row.html,
    attachments: JSON.parse(row.attachments) as AttachmentRef[],
    ledgerId: row.ledgerId,
  }
}
