import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { attachmentContents, extractAttachments } from '../message/extract.ts'
import type { AttachmentRef } from '../notification/notice.ts'
import type { AttachmentFiles, AttachmentSource } from '../outbox/mime.ts'
import type { Store } from '../store/database.ts'
import { knownFilesOf } from '../store/entries.ts'
import { asStoreFailure } from '../store/faults.ts'
import { findMail } from '../store/ledger.ts'
import { keptFile } from './kept-files.ts'
import type { TakeOutTask } from './parse-worker.ts'

/** Mails above this are streamed, by way of files: 1 MB. */
const BIG = 1 << 20

/** Inflates a small mail and takes its attachments out, by their index, in another thread. */
export type TakeOut = (task: TakeOutTask) => Promise<Map<number, Uint8Array>>

export interface Attachments {
  /**
   * Takes attachments out of the raw mails that hold them: those of a big mail into files of a
   * folder that goes when the last of them was sent. One that cannot be found is null: the mail
   * goes without it and says so. Throws a temporary Failure where the disk takes no files: the mail
   * goes when there is room.
   */
  attachmentFiles: AttachmentFiles
  /** These will be asked for in a moment. */
  attachmentsSoon(refs: readonly AttachmentRef[]): void
}

export function attachmentsFrom(
  store: Store,
  { spool, files }: { spool: string; files: string },
  takeOut: TakeOut,
): Attachments {
  const smallMail = smallMails(store, takeOut)
  return {
    async attachmentFiles(refs) {
      const sources: (AttachmentSource | null)[] = refs.map(() => null)
      const inFiles: AttachmentRef[] = []
      for (const ledgerId of new Set(refs.map((ref) => ref.ledgerId))) {
        const row = await findMail(store.read, ledgerId)
        if (!row?.rawId) continue
        const own = refs.filter((ref) => ref.ledgerId === ledgerId)
        if (row.size > BIG) inFiles.push(...own)
        else {
          const contents = await smallMail(ledgerId, row.rawId)
          for (const ref of own) {
            const content = contents.get(ref.position)
            if (content)
              sources[refs.indexOf(ref)] = {
                content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
              }
          }
        }
      }
      const taken = inFiles.length > 0 ? await extractToFiles(store, spool, inFiles) : []
      for (const [i, ref] of inFiles.entries()) sources[refs.indexOf(ref)] = taken[i] ?? null
      // The bytes of the mail may be gone by now; what tickets show of it was kept.
      return sources.map((source, i) => source ?? keptFile(files, refs[i] as AttachmentRef))
    },
    attachmentsSoon(refs) {
      for (const ledgerId of new Set(refs.map((ref) => ref.ledgerId))) {
        findMail(store.read, ledgerId)
          .then((row) => (row?.rawId && row.size <= BIG ? smallMail(ledgerId, row.rawId) : null))
          // Whoever asks for them in earnest hears of it.
          .catch(() => undefined)
      }
    },
  }
}

/** So many small mails are kept: those of the rows that are sent next. */
const KEPT = 16

/**
 * The attachments of a small mail. The mails of one happening leave one after the
 * other: kept for the next.
 */
function smallMails(
  store: Store,
  takeOut: TakeOut,
): (ledgerId: number, rawId: number) => Promise<Map<number, Uint8Array>> {
  const kept = new Map<number, Promise<Map<number, Uint8Array>>>()

  async function read(ledgerId: number, rawId: number): Promise<Map<number, Uint8Array>> {
    const deflated = store.raw.deflated(rawId)
    if (!deflated) return new Map()
    const known = await knownFilesOf(store.read, ledgerId)
    // The other thread may have died of another mail; this one was read before and is harmless.
    return await takeOut({ deflated, known }).catch(() =>
      attachmentContents(inflateRawSync(deflated)),
    )
  }

  return (ledgerId, rawId) => {
    const known = kept.get(rawId)
    if (known !== undefined) return known
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size >= KEPT) kept.delete(oldest)
    const reading = read(ledgerId, rawId)
    kept.set(rawId, reading)
    reading.catch(() => kept.delete(rawId))
    return reading
  }
}

async function extractToFiles(
  store: Store,
  spool: string,
  refs: AttachmentRef[],
): Promise<(AttachmentSource | null)[]> {
  const folder = path.join(spool, `attachments-${randomUUID()}`)
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
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
  const positions = refs.filter((r) => r.ledgerId === ledgerId).map((r) => r.position)
  // Positions count anew in each mail: every mail gets a folder of its own.
  const own = await mkdtemp(path.join(folder, 'mail-'))
  return await extractAttachments(store.raw.stream(row.rawId), positions, own)
}
