import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, Failure } from '../errors.ts'
import { extractAttachments } from '../message/extract.ts'
import type { AttachmentSource } from '../outbox/mime.ts'
import type { RawStore } from '../store/raw.ts'
import type { OldMail } from '../store/retention.ts'

/** Where the attachments of a mail lie once its bytes are gone; a thousand mails to a folder. */
function keptFolder(files: string, ledgerId: number): string {
  return path.join(files, String(Math.floor(ledgerId / 1000)), String(ledgerId))
}

/** Where an attachment is kept, relative to the folder of files. */
export function keptName({ ledgerId, position }: { ledgerId: number; position: number }): string {
  return path.join(keptFolder('', ledgerId), String(position))
}

/** Where an attachment was kept; null when it was not. */
export function keptPath(
  files: string,
  ref: { ledgerId: number; position: number },
): string | null {
  const file = path.join(files, keptName(ref))
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

/** Ours have numbers for names. */
const isOurs = ({ name }: { name: string }) => /^\d+$/.test(name)

export async function holdsKeptFiles(files: string): Promise<boolean> {
  return (await entriesOf(files)).some(isOurs)
}

/** All that is kept, relative to the folder, in order. Throws Failure `files-unreadable`. */
export async function listKeptFiles(files: string, below = ''): Promise<string[]> {
  const names: string[] = []
  for (const entry of (await entriesOf(path.join(files, below))).filter(isOurs)) {
    const name = path.join(below, entry.name)
    if (entry.isDirectory()) names.push(...(await listKeptFiles(files, name)))
    else if (entry.isFile()) names.push(name)
  }
  return below === '' ? names.sort() : names
}

/**
 * A folder that is taken away at this moment is as good as empty, and takes none of the others
 * along.
 */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw new Failure('files-unreadable', `${folder} cannot be read (${codeOf(error)}).`, {
      advice: 'Attachments lie there: give it to the user who owns the store.',
      cause: error,
    })
  }
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
  const taken = await extractAttachments(raw.stream(mail.rawId), mail.positions, draft)
  const lacking = mail.positions.filter((position) => !taken.has(position))
  if (lacking.length > 0) throw new Error(`attachment ${lacking[0]} cannot be found in it`)
  for (const one of taken.values()) await flush(one.path)
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
