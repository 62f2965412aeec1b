import { createWriteStream } from 'node:fs'
import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { codeOf } from '../../errors.ts'
import { extractAttachments } from '../../message/extract.ts'
import { safeFileName } from '../../message/file-name.ts'
import type { Store } from '../../store/database.ts'
import { type AttachmentRow, listAttachments } from '../../store/entries.ts'
import { isErased } from '../../store/kept.ts'
import { findMail } from '../../store/ledger.ts'
import { keptName } from '../kept-files.ts'
import { newFolder, PRIVATE } from './new-folder.ts'

/** A ticket as it is written to `ticket.json`; the mails are those of its entries. */
export interface ExportedTicket {
  number: number
  entries: readonly { id: number; mail: number | null }[]
}

export interface Exported {
  folder: string
  mails: number
  /** Mails whose bytes went before, by retention or with their writer. */
  gone: number
  attachments: number
  /** Attachments that were kept as files and cannot be read there, relative to that folder. */
  missing: string[]
}

/**
 * Writes a ticket into a new or empty folder: `ticket.json`, the mails of its entries as they came
 * (`mails/17.eml`), and their attachments (`attachments/17-0-photo.png`: mail, place, name). Of a
 * mail whose bytes are not kept any more, the attachments that were, and which of those are
 * missing. `files` is the folder of these. Throws Failure `folder`.
 */
export async function exportTicket(
  store: Pick<Store, 'read' | 'raw'>,
  files: string,
  ticket: ExportedTicket,
  written: string,
): Promise<Exported> {
  const folder = await newFolder(written, ['mails', 'attachments'])
  await writeFile(path.join(folder, 'ticket.json'), `${JSON.stringify(ticket, null, 2)}\n`, PRIVATE)
  const attachments = await listAttachments(
    store.read,
    ticket.entries.map((entry) => entry.id),
  )
  const ids = ticket.entries.flatMap((entry) => entry.mail ?? [])
  const into = path.join(folder, 'attachments')
  let [mails, attached] = [0, 0]
  const missing: string[] = []
  for (const id of new Set(ids)) {
    const mail = await findMail(store.read, id)
    const rawId = mail?.rawId ?? null
    const own = attachments.filter((one) => one.ledgerId === id)
    if (rawId === null) {
      if (!mail || isErased(mail)) continue
      const kept = await copyKept(files, own, into)
      attached += kept.copied
      missing.push(...kept.missing)
      continue
    }
    const raw = () => store.raw.stream(rawId)
    await pipeline(raw(), createWriteStream(path.join(folder, 'mails', `${id}.eml`), PRIVATE))
    mails += 1
    if (own.length > 0) attached += await writeAttachments(raw(), id, own, into)
  }
  return { folder, mails, gone: new Set(ids).size - mails, attachments: attached, missing }
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
): Promise<{ copied: number; missing: string[] }> {
  const names = new Map(
    rows.map((row) => [keptName(row), nameOf(row.ledgerId, row.position, rows)]),
  )
  const missing: string[] = []
  for (const [kept, name] of names) {
    try {
      await copyFile(path.join(files, kept), path.join(folder, name))
    } catch (error) {
      if (!/^(ENOENT|ENOTDIR|EACCES)$/.test(codeOf(error) ?? '')) throw error
      missing.push(kept)
    }
  }
  return { copied: names.size - missing.length, missing }
}

function nameOf(mail: number, position: number, rows: readonly AttachmentRow[]): string {
  const name = rows.find((row) => row.position === position)?.name ?? ''
  return `${mail}-${position}-${safeFileName(name)}`
}
