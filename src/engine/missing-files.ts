import type { Store as Place } from '../config/schema.ts'
import { Failure } from '../errors.ts'
import { awaitWriters, type Reader, reading } from '../store/database.ts'
import { hasKept, listKept } from '../store/kept.ts'
import { holdsKeptFiles, keptName, listKeptFiles } from './kept-files.ts'

const WHAT_TO_DO =
  'See that its disk is mounted, that this user may read it and store.files is right, or put the files back from a backup.'

export interface FilesChecked {
  /** What lies in the folder of files, relative to it. */
  there: string[]
  /** How many should lie there. */
  expected: number
  /** What should and does not. */
  missing: string[]
}

/**
 * Which attachments the folder of files lacks, as the store in `file` has them: that of the place,
 * or a copy of it. Throws Failure `files-unreadable`.
 */
export async function checkKept(place: Place, file = place.path): Promise<FilesChecked> {
  // In this order: a file is there before the store rests on it.
  const expected = await reading(file, keptNames)
  const there = await listKeptFiles(place.files)
  const found = new Set(there)
  const absent = [...expected].filter((name) => !found.has(name))
  if (absent.length === 0) return { there, expected: expected.size, missing: [] }
  // Whoever takes files away does it within a transaction, before the rows: when that one has
  // ended, what it took is no more expected.
  awaitWriters(place.path)
  const now = await reading(place.path, keptNames)
  return { there, expected: expected.size, missing: absent.filter((name) => now.has(name)) }
}

async function keptNames(reader: Reader): Promise<Set<string>> {
  const names = new Set<string>()
  for await (const one of listKept(reader)) names.add(keptName(one))
  return names
}

/**
 * Where the disk of the files is not mounted, what is kept or taken away now would be there as
 * before when it is. Throws Failure `files-missing`, `files-unreadable`.
 */
export async function refuseLostFiles(reader: Reader, { files }: Place): Promise<void> {
  if ((await holdsKeptFiles(files)) || !(await hasKept(reader))) return
  throw new Failure('files-missing', `The attachments that were kept are not in ${files}.`, {
    lasting: 'temporary',
    advice: `${WHAT_TO_DO} What is lost for good is let go with \`mkdir -p ${files}/0\`.`,
  })
}

/** Throws Failure `files-missing` where something is. */
export function refuseMissing(place: Place, missing: readonly string[], otherwise = ''): void {
  if (missing.length === 0) return
  throw new Failure('files-missing', missingSentence(place, missing), {
    advice: `${WHAT_TO_DO}${otherwise}`,
  })
}

/** `2 attachments of tickets are not in /data/files, such as 0/17/0.` */
function missingSentence({ files }: Place, missing: readonly string[]): string {
  const [first] = missing
  return missing.length === 1
    ? `An attachment of a ticket is not in ${files}: ${first}.`
    : `${missing.length} attachments of tickets are not in ${files}, such as ${first}.`
}
