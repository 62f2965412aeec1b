import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Failure } from '../errors.ts'
import type { Connection, Listed } from './connection.ts'
import type { EarlierMail, Fetched } from './intake.ts'
import {
  fetchAlone,
  givenUp,
  isExhausted,
  othersGiven,
  type Suspects,
  suspect,
} from './suspects.ts'
import { type UidRange, uidsAbove } from './uid-set.ts'

/** How a backlog is cut into batches. Sizes are bytes. */
export interface FetchPlan {
  /** Mails in one batch. */
  maxCount: number
  /** Bytes of mail held in memory for one batch. */
  maxBytes: number
  /** A mail above it is written to a file in `folder`. */
  bigAbove: number
  /** Bytes of such files for one batch: the disk holds those of two, and what is kept of them. */
  maxFileBytes: number
  folder: string
  /** Mails with an INTERNALDATE before it (ISO 8601) are named and not read. */
  ignoreBefore: string | null
}

/** With 50 mails in a batch, twice as many commits cost 3 % of an intake. */
export const BATCH = {
  maxCount: 100,
  maxBytes: 8 * 1024 * 1024,
  bigAbove: 1024 * 1024,
  maxFileBytes: 32 * 1024 * 1024,
}

/** Sizes and dates are asked for so many UIDs at once. */
const WINDOW = 500

/**
 * The mails of these UIDs (ascending) in batches, oldest first. Throws a Failure when a batch
 * cannot be had, after noting among the suspects which UIDs it was.
 */
export async function* fetchBatches(
  connection: Connection,
  uids: Iterable<number>,
  plan: FetchPlan,
  suspects: Suspects,
): AsyncGenerator<Fetched[]> {
  for (const window of windows(uids, suspects)) {
    const [uid = 0] = window
    const because = window.length === 1 ? givenUp(suspects, uid) : null
    if (because !== null) {
      yield [{ kind: 'unfetchable', uid, because }]
      continue
    }
    if (window.length === 1 && isExhausted(suspects, uid)) {
      await fetchAnother(connection, uid, plan, suspects)
    }
    yield* fetchWindow(connection, window, plan, suspects)
  }
}

async function* fetchWindow(
  connection: Connection,
  window: number[],
  plan: FetchPlan,
  suspects: Suspects,
): AsyncGenerator<Fetched[]> {
  const found = await blamed(suspects, window, () => listed(connection, window))
  for (const part of split(found, plan)) {
    const asked = part.map((mail) => mail.uid)
    yield await blamed(suspects, asked, () => fetchBatch(connection, part, plan))
  }
}

/**
 * Fetches some other mail, to see whether the server gives any. Its failure is its own, so that after
 * some attempts yet another is asked for.
 */
async function fetchAnother(
  connection: Connection,
  uid: number,
  plan: FetchPlan,
  suspects: Suspects,
): Promise<void> {
  const other = anotherThan(uid, await connection.uidsAbove(0), suspects)
  if (other === undefined) return
  for await (const [mail] of fetchWindow(connection, [other], plan, suspects)) {
    if (mail?.kind === 'mail') othersGiven(suspects, uid)
  }
}

/** The next one that has not failed as often, or else the last one before. */
function anotherThan(uid: number, lying: UidRange[], suspects: Suspects): number | undefined {
  for (const next of uidsAbove(lying, uid)) if (!isExhausted(suspects, next)) return next
  const [, last] = lying.findLast(([first]) => first < uid) ?? []
  const before = last && Math.min(last, uid - 1)
  return before && !isExhausted(suspects, before) ? before : undefined
}

/** UIDs under suspicion stand alone. */
function* windows(uids: Iterable<number>, suspects: Suspects): Generator<number[]> {
  let window: number[] = []
  for (const uid of uids) {
    window.push(uid)
    if (window.length < WINDOW && !fetchAlone(suspects, uid)) continue
    yield window
    window = []
  }
  if (window.length > 0) yield window
}

async function blamed<T>(
  suspects: Suspects,
  uids: readonly number[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure) suspect(suspects, uids, error)
    throw error
  }
}

type Found = Listed | { uid: number; gone: true }

/** What the server says of each UID; one that it does not name must really be gone. */
async function listed(connection: Connection, uids: number[]): Promise<Found[]> {
  const known = new Map((await connection.list(uids)).map((mail) => [mail.uid, mail]))
  const missing = uids.filter((uid) => !known.has(uid))
  await assertGone(connection, missing)
  return uids.map((uid) => known.get(uid) ?? { uid, gone: true })
}

async function assertGone(connection: Connection, uids: number[]): Promise<void> {
  if (uids.length === 0) return
  const [there] = await connection.stillThere(uids)
  if (there !== undefined) {
    throw new Failure('imap-refused', `the server names UID ${there} and gives no mail for it`, {
      lasting: 'temporary',
    })
  }
}

/**
 * Parts of at most `maxCount` mails, `maxBytes` bytes in memory and `maxFileBytes` in files; what is
 * more than that by itself stands alone.
 */
export function split<Item extends { uid: number; size?: number }>(
  items: readonly Item[],
  plan: Pick<FetchPlan, 'maxCount' | 'maxBytes' | 'bigAbove' | 'maxFileBytes'>,
): Item[][] {
  const parts: Item[][] = []
  let part: Item[] = []
  let held = { memory: 0, files: 0 }
  for (const item of items) {
    const size = item.size ?? 0
    const isBig = size > plan.bigAbove
    const memory = held.memory + (isBig ? 0 : size)
    const files = held.files + (isBig ? size : 0)
    const isFull =
      part.length >= plan.maxCount || memory > plan.maxBytes || files > plan.maxFileBytes
    if (part.length > 0 && isFull) {
      parts.push(part)
      part = []
      held = { memory: 0, files: 0 }
    }
    part.push(item)
    if (isBig) held.files += size
    else held.memory += size
  }
  if (part.length > 0) parts.push(part)
  return parts
}

async function fetchBatch(
  connection: Connection,
  part: readonly Found[],
  plan: FetchPlan,
): Promise<Fetched[]> {
  const there = part.filter((mail): mail is Listed => !('gone' in mail))
  const earlier = there.filter((mail) => isEarlier(mail, plan.ignoreBefore))
  const wanted = there.filter((mail) => !isEarlier(mail, plan.ignoreBefore))
  const small = wanted.filter((mail) => mail.size <= plan.bigAbove)

  const names = await connection.envelopes(earlier.map((mail) => mail.uid))
  const bytes = await connection.read(small.map((mail) => mail.uid))
  await assertGone(
    connection,
    small.map((mail) => mail.uid).filter((uid) => !bytes.has(uid)),
  )

  const result: Fetched[] = []
  for (const mail of part) {
    result.push(await fetched(mail))
  }
  return result

  async function fetched(mail: Found): Promise<Fetched> {
    if ('gone' in mail) return { kind: 'gone', uid: mail.uid }
    if (isEarlier(mail, plan.ignoreBefore)) return named(mail, names.get(mail.uid))
    const body = bytes.get(mail.uid)
    if (body) return { ...mail, kind: 'mail', size: body.length, body: { bytes: body } }
    if (mail.size <= plan.bigAbove) return { kind: 'gone', uid: mail.uid }
    const file = join(plan.folder, `${randomUUID()}.eml`)
    const size = await connection.download(mail.uid, file)
    if (size === null) return { kind: 'gone', uid: mail.uid }
    return { ...mail, kind: 'mail', size, body: { file } }
  }
}

function isEarlier(mail: Listed, ignoreBefore: string | null): boolean {
  return ignoreBefore !== null && mail.internalDate < ignoreBefore
}

function named(mail: Listed, names: Partial<EarlierMail> = {}): EarlierMail {
  const { messageId = null, from = null, subject = null } = names
  return { ...mail, kind: 'before-start', messageId, from, subject }
}

/** Asks for the next value while the caller is still busy with this one. */
export async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = () => {
    const asked = source.next()
    // It may fail while nobody waits for it yet; whoever awaits it is told then.
    asked.catch(() => undefined)
    return asked
  }
  let next = ask()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = ask()
      yield value
    }
  } finally {
    // Cut off by a caller who leaves, it would look like the fault of the mails that were asked for.
    await next.catch(() => undefined)
  }
}
