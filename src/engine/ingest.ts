import { createHash } from 'node:crypto'
import { mailboxNamed } from '../config/mailbox-named.ts'
import { Failure } from '../errors.ts'
import type { Writer } from '../store/database.ts'
import { addArrivals } from '../store/ledger.ts'
import { addMailbox, findMailbox, type MailboxPlace } from '../store/mailboxes.ts'
import { type Desk, instant } from './desk.ts'

/**
 * Takes a mail from a pipe: raw bytes and the ledger row, nothing more. Who holds the lease decides
 * about it within a second. `mailbox` names the one that it came to; null: the first of the
 * configuration. Gives its number in the ledger. Throws Failure `empty-mail`, `no-mailbox`.
 */
export async function ingestMail(
  desk: Desk,
  bytes: Buffer,
  mailbox: string | null = null,
): Promise<number> {
  if (bytes.length === 0) {
    throw new Failure('empty-mail', 'There is no mail to take: the input is empty.')
  }
  const { mailboxes } = desk.config
  const { name } = mailbox === null ? mailboxes[0] : mailboxNamed(mailbox, mailboxes)
  const at = instant(desk.now())
  const [rawId] = await desk.store.raw.append([{ bytes }], at)
  // The mails of a pipe have a place of their own for each mailbox.
  const place = { source: 'ingest', folder: name, name }
  return await desk.store.transact(async (writer) => {
    return await addOffServer(writer, place, { bytes, rawId: rawId as number, at })
  })
}

/**
 * The ledger row of a mail that lies on no server: it has no UID, and nobody is to be told of it.
 */
export async function addOffServer(
  writer: Writer,
  place: MailboxPlace,
  mail: { bytes: Buffer; rawId: number | null; at: string },
): Promise<number> {
  const { bytes, rawId, at } = mail
  const mailbox =
    (await findMailbox(writer, place)) ?? (await addMailbox(writer, place, { firstSeenAt: at }))
  const [id] = await addArrivals(writer, [
    {
      mailboxId: mailbox.id,
      uidValidity: null,
      uid: null,
      rawId,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      internalDate: at,
      receivedAt: at,
      quiet: false,
      reread: false,
      acknowledged: true,
    },
  ])
  return id as number
}
