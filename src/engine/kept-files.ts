import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { extractAttachments } from '../message/extract.ts'
import type { AttachmentSource } from '../outbox/mime.ts'
import type { RawStore } from '../store/raw.ts'
import type { OldMail } from '../store/retention.ts'

/** Where the attachments of a mail lie once its bytes are gone; a thousand mails to a folder. */
function keptFolder(files: string, ledgerId: number): string {
  return path.join(files, String(Math.floor(ledgerId / 1000)), String(ledgerId))
}

/** Where an attachment was kept; null when it was not. */
export function keptPath(
  files: string,
  { ledgerId, position }: { ledgerId: number; position: number },
): string | null {
  const file = path.join(keptFolder(files, ledgerId), String(position))
  return existsSync(file) ? file : null
}

/** The same for a mail that takes it along; it stays where it is. */
export function keptFile(
  files: string,
  ref: { ledgerId: number; position: number },
): AttachmentSource | null {
  const file = keptPath(files, ref)
  return file === null ? null : { path: file, release: async () => {} }
}

export async function forgetFiles(files: string, ledgerId: number): Promise<void> {
  await rm(keptFolder(files, ledgerId), { recursive: true, force: true })
}

/**
 * Takes the attachments that tickets show out of a mail; they are on the disk when this resolves.
 */
export async function keepFiles(files: string, raw: RawStore, mail: OldMail): Promise<void> {
  if (mail.positions.length === 0) return
  const target = keptFolder(files, mail.id)
  const draft = `${target}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  for (const one of (
    await extractAttachments(raw.stream(mail.rawId), mail.positions, draft)
  ).values()) {
    await flush(one.path)
  }
  await rm(target, { recursive: true, force: true })
  await rename(draft, target)
  for (const folder of [target, path.dirname(target), files]) await flush(folder)
}

/** For what lies in it, or for the names in a folder. */
async function flush(file: string): Promise<void> {
  const handle = await open(file)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
