import type { Insertable, Selectable } from 'kysely'
import type { KnownFile } from '../message/known-files.ts'
import type { Attachment, Fold } from '../message/mail.ts'
import type { Audience, Person, Side } from '../ticket/ticket.ts'
import type { Reader, Writer } from './database.ts'
import { textHash } from './hash.ts'
import { columns, prepared } from './prepared.ts'
import type { AttachmentTable, Database, EntryTable } from './schema.ts'

export interface NewEntry {
  ticket: number
  at: string
  direction: 'in' | 'out' | 'note'
  audience: Audience
  side: Side
  from: Person
  recipients: string[]
  subject: string
  verified: boolean
  /** The mail that it came in; null for what was written by a command. */
  ledgerId: number | null
  text: string
  reply: string
  /** Sanitised HTML that shows the reply; null: the text is all there is. */
  html: string | null
  folds: Fold[]
  attachments: Attachment[]
}

export interface Entry extends Omit<NewEntry, 'attachments' | 'text' | 'html' | 'folds'> {
  id: number
  attachments: number
}

const insertEntry = prepared((db, v: Omit<Insertable<EntryTable>, 'id'>) =>
  db
    .insertInto('entry')
    .values(
      columns(
        v,
        'ticket',
        'at',
        'direction',
        'audience',
        'authorSide',
        'fromName',
        'fromAddress',
        'recipients',
        'subject',
        'ledgerId',
        'textHash',
        'verified',
        'attachments',
      ),
    )
    .returning('id'),
)

const insertText = prepared((db, v: Database['entryText']) =>
  db.insertInto('entryText').values(columns(v, 'entryId', 'text', 'reply', 'html', 'folds')),
)

export async function addEntry(writer: Writer, entry: NewEntry): Promise<number> {
  const { rows } = await insertEntry(writer, {
    ticket: entry.ticket,
    at: entry.at,
    direction: entry.direction,
    audience: entry.audience,
    authorSide: entry.side,
    fromName: entry.from.name,
    fromAddress: entry.from.address,
    recipients: JSON.stringify(entry.recipients),
    subject: entry.subject,
    ledgerId: entry.ledgerId,
    textHash: textHash(entry.reply),
    verified: Number(entry.verified),
    attachments: entry.attachments.length,
  })
  const id = rows[0]?.id
  if (id === undefined) throw new Error('The entry was not written.')
  await insertText(writer, {
    entryId: id,
    text: entry.text,
    reply: entry.reply,
    html: entry.html,
    folds: JSON.stringify(entry.folds),
  })
  for (const a of entry.ledgerId === null ? [] : entry.attachments) {
    await writer
      .insertInto('attachment')
      .values({
        entryId: id,
        ledgerId: entry.ledgerId as number,
        position: a.index,
        name: a.name,
        type: a.type,
        size: a.size,
        sha256: a.sha256,
        inline: Number(a.inline),
        contentId: a.contentId,
      })
      .execute()
  }
  return id
}

/** What a bystander wrote to a ticket becomes part of the conversation that the customer sees. */
export async function acceptEntries(
  writer: Writer,
  ticket: number,
  fromAddress: string,
): Promise<void> {
  await writer
    .updateTable('entry')
    .set({ audience: 'customer', authorSide: 'customer', verified: 1 })
    .where('ticket', '=', ticket)
    .where('fromAddress', '=', fromAddress)
    .where('authorSide', 'in', ['unverified', 'other'])
    .execute()
}

const newestEntries = prepared((db, v: { ticket: number; except: number; limit: number }) =>
  db
    .selectFrom('entry')
    .innerJoin('entryText', 'entryText.entryId', 'entry.id')
    .selectAll('entry')
    .select('entryText.reply')
    .where('entry.ticket', '=', v.ticket)
    .where('entry.id', '<>', v.except)
    .orderBy('entry.id', 'desc')
    .limit(v.limit),
)

/**
 * The newest entries of a ticket, newest first, with what was newly written in each, but for the
 * entry `except`: its text, seldom wanted by who names it, may be long.
 */
export async function listNewestEntries(
  reader: Reader,
  ticket: number,
  limit: number,
  except: number | null = null,
): Promise<Entry[]> {
  const { rows } = await newestEntries(reader, { ticket, except: except ?? 0, limit })
  return rows.map(toEntry)
}

/** A whole conversation, oldest first, with its texts. */
export async function listConversation(
  reader: Reader,
  ticket: number,
): Promise<(Entry & { text: string })[]> {
  const rows = await reader
    .selectFrom('entry')
    .innerJoin('entryText', 'entryText.entryId', 'entry.id')
    .selectAll('entry')
    .select(['entryText.reply', 'entryText.text'])
    .where('entry.ticket', '=', ticket)
    .orderBy('entry.id')
    .execute()
  return rows.map((r) => ({ ...toEntry(r), text: r.text }))
}

/** How an entry is laid out: its sanitised HTML, and what of its text is folded away. */
export async function layoutOf(
  reader: Reader,
  entryId: number,
): Promise<Pick<NewEntry, 'html' | 'folds'>> {
  const { html, folds } = await reader
    .selectFrom('entryText')
    .select(['html', 'folds'])
    .where('entryId', '=', entryId)
    .executeTakeFirstOrThrow()
  return { html, folds: JSON.parse(folds) as Fold[] }
}

export async function textOfMail(reader: Reader, ledgerId: number): Promise<string | undefined> {
  const row = await reader
    .selectFrom('entry')
    .innerJoin('entryText', 'entryText.entryId', 'entry.id')
    .select('entryText.text')
    .where('entry.ledgerId', '=', ledgerId)
    .executeTakeFirst()
  return row?.text
}

const newestHashes = prepared((db, v: { ticket: number }) =>
  db
    .selectFrom('entry')
    .select(['fromAddress', 'at', 'textHash'])
    .where('ticket', '=', v.ticket)
    .orderBy('id', 'desc')
    .limit(50),
)

/** Among the newest entries, how many of this address since an instant say just this. */
export async function countSameText(
  reader: Reader,
  ticket: number,
  fromAddress: string,
  since: string,
  reply: string,
): Promise<number> {
  const { rows } = await newestHashes(reader, { ticket })
  const recent = rows.filter((row) => row.fromAddress === fromAddress && row.at >= since)
  if (recent.length === 0) return 0
  const hash = textHash(reply)
  return recent.filter((row) => row.textHash === hash).length
}

export type AttachmentRow = Selectable<AttachmentTable>

export async function listAttachments(
  reader: Reader,
  entryIds: number[],
): Promise<AttachmentRow[]> {
  if (entryIds.length === 0) return []
  return await reader
    .selectFrom('attachment')
    .selectAll()
    .where('entryId', 'in', entryIds)
    .orderBy('id')
    .execute()
}

/** What is known of the attachments of a mail, by their index in it. */
export async function knownFilesOf(reader: Reader, ledgerId: number): Promise<KnownFile[]> {
  return await reader
    .selectFrom('attachment')
    .select(['position as index', 'size', 'sha256'])
    .distinct()
    .where('ledgerId', '=', ledgerId)
    .execute()
}

function toEntry(row: Selectable<EntryTable> & { reply: string }): Entry {
  return {
    id: row.id,
    ticket: row.ticket,
    at: row.at,
    direction: row.direction as Entry['direction'],
    audience: row.audience as Audience,
    side: row.authorSide as Side,
    from: { name: row.fromName, address: row.fromAddress },
    recipients: JSON.parse(row.recipients) as string[],
    subject: row.subject,
    ledgerId: row.ledgerId,
    verified: row.verified === 1,
    reply: row.reply,
    attachments: row.attachments,
  }
}
