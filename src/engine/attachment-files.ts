import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { extractAttachments } from '../message/extract.ts'
import type { AttachmentRef } from '../notification/notice.ts'
import type { AttachmentFiles } from '../outbox/mime.ts'
import type { Store } from '../store/database.ts'
import { asStoreFailure } from '../store/faults.ts'
import { findMail } from '../store/ledger.ts'

/** Mails above this are streamed: 1 MB. */
const BIG = 1 << 20

/**
 * Takes attachments out of the raw mails that hold them, into files of a folder that goes when the
 * last of them was sent. One that cannot be found is null: the mail goes without it and says so.
 * Throws a temporary Failure where the disk takes no files: the mail goes when there is room.
 */
export function attachmentFilesFrom(store: Store, spool: string): AttachmentFiles {
  return async (refs) => {
    const folder = path.join(spool, `attachments-${randomUUID()}`)
    const remove = () => rm(folder, { recursive: true, force: true })
    try {
      await mkdir(folder)
      const files = await extractAll(store, refs, folder)
      let left = files.filter((file) => file !== null).length
      if (left === 0) await remove()
      const release = async () => {
        if (--left <= 0) await remove()
      }
      return files.map((file) => (file === null ? null : { path: file, release }))
    } catch (error) {
      await remove()
      throw asStoreFailure(error)
    }
  }
}

/** The file of each attachment, in the order of the references; null where there is none. */
async function extractAll(
  store: Store,
  refs: AttachmentRef[],
  folder: string,
): Promise<(string | null)[]> {
  const files: (string | null)[] = refs.map(() => null)
  for (const ledgerId of new Set(refs.map((ref) => ref.ledgerId))) {
    const found = await extractFrom(store, ledgerId, refs, folder)
    for (const [i, ref] of refs.entries()) {
      if (ref.ledgerId === ledgerId) files[i] = found.get(ref.position)?.path ?? null
    }
  }
  return files
}

async function extractFrom(
  store: Store,
  ledgerId: number,
  refs: AttachmentRef[],
  folder: string,
): Promise<Map<number, { path: string }>> {
  const row = await findMail(store.read, ledgerId)
  if (!row?.rawId) return new Map()
  const raw = row.size <= BIG ? store.raw.bytes(row.rawId) : store.raw.stream(row.rawId)
  if (!raw) return new Map()
  const positions = refs.filter((r) => r.ledgerId === ledgerId).map((r) => r.position)
  // Positions count anew in each mail: every mail gets a folder of its own.
  const own = await mkdtemp(path.join(folder, 'mail-'))
  return await extractAttachments(raw, positions, own)
}
