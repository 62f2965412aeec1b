import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { extractAttachments } from '../message/extract.ts'
import type { AttachmentRef } from '../notification/notice.ts'
import type { AttachmentFiles, AttachmentSource } from '../outbox/mime.ts'
import type { Store } from '../store/database.ts'
import { findMail } from '../store/ledger.ts'

/** Mails above this are streamed: 1 MB. */
const BIG = 1 << 20

/**
 * Takes attachments out of the raw mails that hold them, into files of a folder that goes when the
 * last of them was sent. One that cannot be found is null: the mail goes without it and says so.
 */
export function attachmentFilesFrom(store: Store, spool: string): AttachmentFiles {
  return async (refs) => {
    const sources: (AttachmentSource | null)[] = refs.map(() => null)
    const folder = await mkdtemp(path.join(spool, 'attachments-'))
    let left = 0
    const release = async () => {
      if (--left <= 0) await rm(folder, { recursive: true, force: true })
    }
    for (const ledgerId of new Set(refs.map((ref) => ref.ledgerId))) {
      const found = await extractFrom(store, ledgerId, refs, folder)
      for (const [i, ref] of refs.entries()) {
        const file = ref.ledgerId === ledgerId ? found.get(ref.position) : undefined
        if (!file) continue
        sources[i] = { path: file.path, release }
        left++
      }
    }
    if (left === 0) await rm(folder, { recursive: true, force: true })
    return sources
  }
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
