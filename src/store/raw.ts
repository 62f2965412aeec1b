import { createReadStream } from 'node:fs'
import { pipeline, Readable, type Transform } from 'node:stream'
import { promisify } from 'node:util'
import {
  constants,
  createDeflateRaw,
  createInflateRaw,
  deflateRaw,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib'
import { openSqlite, type SqliteOptions } from './dialect.ts'
import { asStoreFailure } from './faults.ts'

/** A mail that lies in a file is streamed, so that its size never meets the memory. */
export type RawBody = { bytes: Buffer } | { file: string }

/**
 * Raw mail in a file of its own: committed before the ledger speaks of it, never read by the
 * daemon's queries, deflated in pieces.
 */
export interface RawStore {
  /** Stores the mails in one commit and gives their ids in the same order. */
  append(mails: RawBody[], at: string): Promise<number[]>
  /** The whole mail; for small ones. Null when it is not (or no longer) there. */
  bytes(id: number): Buffer | null
  /** The same as it is stored, for whoever inflates it elsewhere. */
  deflated(id: number): Buffer | null
  /** The mail as a stream of any size. */
  stream(id: number): Readable
  /** Ids stored before `at` and above `after`, at most `limit`: where orphans are looked for. */
  idsBefore(at: string, after: number, limit: number): number[]
  remove(ids: number[]): void
  /**
   * The same, and what lay there is overwritten: nothing of it can be read from the file any more.
   */
  erase(ids: number[]): void
  close(): void
}

/** Deflated bytes a row: large enough to be few, small enough to be streamed. */
const PIECE = 1 << 20

/**
 * Bytes; up to here the way to another thread and back costs more than the work (20 against 60 µs).
 */
const SMALL = 32 * 1024

/** In a thread of its own: attachments cost more here than all else in the way of a mail. */
const deflate = promisify(deflateRaw)

export function openRawStore(file: string, options: SqliteOptions = {}): RawStore {
  const db = openSqlite(file, options)
  // What is written once and read once is not worth keeping.
  db.pragma('cache_size = -2000')
  db.exec(`
    create table if not exists raw (id integer primary key autoincrement, at text not null);
    create table if not exists piece (rawId integer not null, n integer not null, bytes blob not null,
      primary key (rawId, n)) without rowid;`)
  const insert = db.prepare('insert into raw (at) values (?)')
  const insertPiece = db.prepare('insert into piece (rawId, n, bytes) values (?, ?, ?)')
  const pieces = db.prepare<[number], { bytes: Buffer }>(
    'select bytes from piece where rawId = ? order by n',
  )
  const piece = db.prepare<[number, number], { bytes: Buffer }>(
    'select bytes from piece where rawId = ? and n = ?',
  )

  function deflated(id: number): Buffer | null {
    const rows = pieces.all(id)
    return rows.length === 0 ? null : Buffer.concat(rows.map((r) => r.bytes))
  }

  // One connection, one transaction at a time: mailboxes that append at once stand in line.
  let line: Promise<unknown> = Promise.resolve()

  async function appendOne(body: Deflated, at: string): Promise<number> {
    const id = Number(insert.run(at).lastInsertRowid)
    let n = 0
    for await (const bytes of body) insertPiece.run(id, n++, bytes)
    return id
  }

  async function appendAll(mails: RawBody[], at: string): Promise<number[]> {
    const deflated = await Promise.all(mails.map(deflatedBody))
    db.exec('begin immediate')
    try {
      const ids: number[] = []
      for (const mail of deflated) ids.push(await appendOne(mail, at))
      db.exec('commit')
      return ids
    } catch (error) {
      if (db.inTransaction) db.exec('rollback')
      throw asStoreFailure(error, file)
    }
  }

  function remove(ids: number[]): void {
    const removal = db.transaction((gone: number[]) => {
      for (const id of gone) {
        db.prepare('delete from piece where rawId = ?').run(id)
        db.prepare('delete from raw where id = ?').run(id)
      }
    })
    removal.immediate(ids)
  }

  return {
    append(mails, at) {
      const turn = line.then(() => appendAll(mails, at))
      line = turn.catch(() => undefined)
      return turn
    },
    bytes(id) {
      const stored = deflated(id)
      return stored && inflateRawSync(stored)
    },
    deflated,
    stream(id) {
      function* read() {
        for (let n = 0; ; n++) {
          const row = piece.get(id, n)
          if (!row) return
          yield row.bytes
        }
      }
      return through(Readable.from(read()), createInflateRaw())
    },
    idsBefore(at, after, limit) {
      const rows = db
        .prepare<[number, string, number], { id: number }>(
          'select id from raw where id > ? and at < ? order by id limit ?',
        )
        .all(after, at, limit)
      return rows.map((r) => r.id)
    },
    remove,
    erase(ids) {
      db.pragma('secure_delete = ON')
      remove(ids)
      db.pragma('secure_delete = OFF')
      db.pragma('wal_checkpoint(TRUNCATE)')
    },
    close: () => void db.close(),
  }
}

/** The pieces of a mail as they are stored. */
type Deflated = Iterable<Buffer> | AsyncIterable<Buffer>

async function deflatedBody(body: RawBody): Promise<Deflated> {
  if ('file' in body) return deflatedFile(body.file)
  const { length } = body.bytes
  // Room for all of it at once: with the usual 16 KB zlib comes back for each, 5 % of an intake.
  const chunkSize = Math.max(length, 1024)
  const how = { level: 1, strategy: strategyFor(body.bytes), chunkSize }
  return [length <= SMALL ? deflateRawSync(body.bytes, how) : await deflate(body.bytes, how)]
}

/**
 * Base64 repeats nothing: looking for repetitions takes four times as long and gains a hundredth.
 */
function strategyFor(bytes: Buffer): number {
  const middle = bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 1024)
  const isEncoded = /^[A-Za-z\d+/=\r\n]+$/.test(middle.toString('latin1'))
  return isEncoded ? constants.Z_HUFFMAN_ONLY : constants.Z_DEFAULT_STRATEGY
}

/**
 * Opened when its first piece is asked for, so that a batch of big mails opens one file at a time.
 */
async function* deflatedFile(file: string): AsyncGenerator<Buffer> {
  const deflating = createDeflateRaw({ level: 1, chunkSize: PIECE })
  yield* pipeline(createReadStream(file), deflating, () => {})
}

/**
 * The end of a pipe, which also fails when its beginning does: `pipe` would end
 * the process instead.
 */
function through<T extends Transform>(source: Readable, transform: T): T {
  pipeline(source, transform, () => undefined)
  return transform
}
