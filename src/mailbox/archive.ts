import { createHash } from 'node:crypto'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, Failure, sentence } from '../errors.ts'
import { readDate } from '../message/date.ts'

/** A mail of long ago, not yet read. */
export interface OldMail {
  /** Its name within the archive, the same whenever the archive is opened. */
  key: number
  /** When it was written, UTC ISO 8601. */
  date: string
  /** When it came to where it lies, as far as that is known; the date otherwise. */
  arrived: string
  /** Bytes. */
  size: number
}

/** Mail of long ago, in files or in a folder on a server. */
export interface Archive {
  /** Where it is: the same place is never taken twice. */
  place: string
  /** Its name on the server of the mailbox; null: files. */
  folder: string | null
  /** 0 where keys mean the same forever. */
  uidValidity: number
  /** Oldest first, so that answers come after what they answer. */
  mails: OldMail[]
  /** The bytes of each; null: it is gone. */
  read(mails: readonly OldMail[]): Promise<(Buffer | null)[]>
  close(): Promise<void>
}

/** So much of a mail is read for its date. */
const HEAD = 65_536

/** A Maildir (a folder with `cur` or `new`) or an mbox file. Throws Failure `no-archive`. */
export async function openFiles(where: string): Promise<Archive> {
  const place = path.resolve(where)
  try {
    return (await stat(place)).isDirectory() ? await openMaildir(place) : await openMbox(place)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure('no-archive', `${place} cannot be read: ${sentence(error)}.`, {
      cause: error,
    })
  }
}

async function openMaildir(place: string): Promise<Archive> {
  const mails: (OldMail & { file: string })[] = []
  const folders = (await readdir(place)).filter((name) => name === 'cur' || name === 'new')
  // A folder of bare mails is read as well.
  for (const folder of folders.length > 0 ? folders : ['.']) {
    for (const entry of await readdir(path.join(place, folder), { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue
      const file = path.join(place, folder, entry.name)
      const { size, mtime } = await stat(file)
      const date = dateOf(await headOf(file)) ?? mtime.toISOString()
      mails.push({ key: keyOf(entry.name), date, arrived: date, size, file })
    }
  }
  const files = new Map(mails.map(({ key, file }) => [key, file]))
  return {
    place,
    folder: null,
    uidValidity: 0,
    mails: mails.sort(byDate),
    read: (wanted) => Promise.all(wanted.map(({ key }) => readThere(files.get(key) as string))),
    close: async () => {},
  }
}

/** Who reads mail meanwhile gives files other names: under those the next run finds them. */
async function readThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Failure('no-archive', `${file} cannot be read: ${sentence(error)}.`, { cause: error })
  }
}

/** What follows the colon of a name are flags, which change. 48 bits of its hash. */
function keyOf(name: string): number {
  const [unique = ''] = name.split(':')
  return createHash('sha256').update(unique).digest().readUIntBE(0, 6)
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The Date header of a mail. */
function dateOf(bytes: Buffer): string | null {
  const [head = ''] = bytes
    .subarray(0, HEAD)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)
  return readDate(/^date:[ \t]*(.+)$/im.exec(head)?.[1] ?? null)
}

/**
 * mbox (RFC 4155): each mail begins after a `From ` line, which says when it arrived; its key is
 * where that line begins.
 */
async function openMbox(place: string): Promise<Archive> {
  const { mtime, size } = await stat(place)
  const handle = await open(place)
  const read = async ({ key, size }: Pick<OldMail, 'key' | 'size'>) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, key)
    return buffer.subarray(0, bytesRead)
  }
  const mails: OldMail[] = []
  const starts = await separators(place)
  if (starts.length === 0 && size > 0) {
    await handle.close()
    throw new Failure(
      'no-archive',
      `${place} is no mbox file: no line of it begins with "From ".`,
      {
        advice: 'A single mail can be taken with `ticketd ingest FILE`.',
      },
    )
  }
  for (const [i, key] of starts.entries()) {
    const size = (starts[i + 1] ?? (await handle.stat()).size) - key
    const begins = await read({ key, size: Math.min(size, HEAD) })
    const head = withoutSeparator(begins)
    const arrived = readDate(begins.subarray(0, begins.length - head.length).toString('latin1'))
    const date = dateOf(head) ?? arrived ?? mtime.toISOString()
    mails.push({ key, date, arrived: arrived ?? date, size })
  }
  return {
    place,
    folder: null,
    uidValidity: 0,
    mails: mails.sort(byDate),
    read: (wanted) => Promise.all(wanted.map(async (mail) => unquoted(await read(mail)))),
    close: () => handle.close(),
  }
}

/** The offsets of all `From ` lines: at the beginning, or after an empty line. */
async function separators(file: string): Promise<number[]> {
  const found: number[] = []
  const handle = await open(file)
  let offset = 0
  // What ends a chunk may begin a separator: it is looked at again with the next one.
  let before = '\n\n'
  try {
    for await (const chunk of handle.createReadStream({ encoding: 'latin1' })) {
      const text = before + chunk
      const begins = offset - before.length
      for (const { index, 0: match } of text.matchAll(/\n\r?\nFrom /g)) {
        const at = begins + index + match.length - 5
        if (at !== found.at(-1)) found.push(at)
      }
      offset += chunk.length
      before = text.slice(-7)
    }
  } finally {
    await handle.close()
  }
  return found
}

function withoutSeparator(bytes: Buffer): Buffer {
  const end = bytes.indexOf(10)
  return end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 1)
}

/** Writers of mbox put a `>` before lines of the text that look like a separator. */
function unquoted(bytes: Buffer): Buffer {
  const text = withoutSeparator(bytes).toString('latin1')
  return Buffer.from(text.replace(/^>(>*From )/gm, '$1').replace(/\r?\n$/, ''), 'latin1')
}

export function byDate(a: OldMail, b: OldMail): number {
  return a.date < b.date ? -1 : a.date > b.date ? 1 : a.key - b.key
}
