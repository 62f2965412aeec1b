import { createWriteStream } from 'node:fs'
import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extractAttachments } from '../../message/extract.ts'
import { safeFileName } from '../../message/file-name.ts'
import type { Store } from '../../store/database.ts'
import { type AttachmentRow, listAttachments } from '../../store/entries.ts'
import { findMail } from '../../store/ledger.ts'
import { keptPath } from '../kept-files.ts'
import { newFolder, PRIVATE } from './new-folder.ts'

/** A ticket as it is written to `ticket.json`; the mails are those of its entries. */
export interface ExportedTicket {
  number: number
  entries: readonly { id: number; mail: number | null }[]
}

/**
 * Writes a ticket into a new or empty folder: `ticket.json`, the mails of its entries as they came
 * (`mails/17.eml`), and their attachments (`attachments/17-0-photo.png`: mail, place, name). Of a
 * mail whose bytes are not kept any more, the attachments that were. `files` is the folder of
 * these. Throws Failure `folder`.
 */
export async function exportTicket(
  store: Pick<Store, 'read' | 'raw'>,
  files: string,
  ticket: ExportedTicket,
  written: string,
): Promise<{ folder: string; mails: number; attachments: number }> {
  const folder = await newFolder(written, ['mails', 'attachments'])
  await writeFile(path.join(folder, 'ticket.json'), `${JSON.stringify(ticket, null, 2)}\n`, PRIVATE)
  const attachments = await listAttachments(
    store.read,
    ticket.entries.map((entry) => entry.id),
  )
  const ids = ticket.entries.flatMap((entry) => entry.mail ?? [])
  const into = path.join(folder, 'attachments')
  let [mails, attached] = [0, 0]
  for (const id of new Set(ids)) {
    const rawId = (await findMail(store.read, id))?.rawId ?? null
    const own = attachments.filter((one) => one.ledgerId === id)
    if (rawId === null) {
      attached += await copyKept(files, own, into)
      continue
    }
    const raw = () => store.raw.stream(rawId)
    await pipeline(raw(), createWriteStream(path.join(folder, 'mails', `${id}.eml`), PRIVATE))
    mails += 1
    if (own.length > 0) attached += await writeAttachments(raw(), id, own, into)
  }
  return { folder, mails, attachments: attached }
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
    const target = path.join(folder, nameOf(mail, position, rows))
    await rm(target, { force: true })
    await rename(file.path, target)
  }
  return found.size
}

async function copyKept(
  files: string,
  rows: readonly AttachmentRow[],
  folder: string,
): Promise<number> {
  const names = new Map<string, string>()
  for (const row of rows) {
    const kept = keptPath(files, row)
    if (kept !== null) names.set(nameOf(row.ledgerId, row.position, rows), kept)
  }
  for (const [name, kept] of names) await copyFile(kept, path.join(folder, name))
  return names.size
}

function nameOf(mail: number, position: number, rows: readonly AttachmentRow[]): string {
  const name = rows.find((row) => row.position === position)?.name ?? ''
  return `${mail}-${position}-${safeFileName(name)}`
}
