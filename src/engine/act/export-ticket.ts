import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extractAttachments } from '../../message/extract.ts'
import { safeFileName } from '../../message/file-name.ts'
import type { Store } from '../../store/database.ts'
import { type AttachmentRow, listAttachments } from '../../store/entries.ts'
import { findMail } from '../../store/ledger.ts'
import { newFolder } from './new-folder.ts'

/** A ticket as it is written to `ticket.json`; the mails are those of its entries. */
export interface ExportedTicket {
  number: number
  entries: readonly { id: number; mail: number | null }[]
}

/**
 * Writes a ticket into a new or empty folder: `ticket.json`, the mails of its entries as they came
 * (`mails/17.eml`), and their attachments (`attachments/17-0-photo.png`: mail, place, name). A mail whose
 * bytes are not kept any more is left out. Throws Failure `folder`.
 */
export async function exportTicket(
  store: Pick<Store, 'read' | 'raw'>,
  ticket: ExportedTicket,
  written: string,
): Promise<{ folder: string; mails: number; attachments: number }> {
  const folder = await newFolder(written, ['mails', 'attachments'])
  await writeFile(path.join(folder, 'ticket.json'), `${JSON.stringify(ticket, null, 2)}\n`)
  const attachments = await listAttachments(
    store.read,
    ticket.entries.map((entry) => entry.id),
  )
  const ids = ticket.entries.flatMap((entry) => entry.mail ?? [])
  let [mails, files] = [0, 0]
  for (const id of new Set(ids)) {
    const rawId = (await findMail(store.read, id))?.rawId ?? null
    if (rawId === null) continue
    const raw = () => store.raw.stream(rawId)
    await pipeline(raw(), createWriteStream(path.join(folder, 'mails', `${id}.eml`)))
    mails += 1
    const own = attachments.filter((one) => one.ledgerId === id)
    if (own.length > 0)
      files += await writeAttachments(raw(), id, own, path.join(folder, 'attachments'))
  }
  return { folder, mails, attachments: files }
}

async function writeAttachments(
  raw: Parameters<typeof extractAttachments>[0],
  mail: number,
  rows: readonly AttachmentRow[],
  folder: string,
): Promise<number> {
  const places = [...new Set(rows.map((row) => row.position))]
  const found = await extractAttachments(raw, places, folder)
  for (const [position, file] of found) {
    const name = safeFileName(rows.find((row) => row.position === position)?.name ?? '')
    const target = path.join(folder, `${mail}-${position}-${name}`)
    await rm(target, { force: true })
    await rename(file.path, target)
  }
  return found.size
}
