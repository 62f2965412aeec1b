import { createReadStream } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { Failure, sentence } from '../errors.ts'
import { attachmentContents } from '../message/extract.ts'
import { contentsByHash, type KnownFile } from '../message/known-files.ts'
import type { Mail } from '../message/mail.ts'
import { parse } from '../message/parse.ts'
import { killAt } from './kill-points.ts'

/** One mail of a batch: a piece of the batch's bytes, or a file too big to be held in memory. */
export type ParseTask = { start: number; end: number } | { file: string }

export interface ParseBatch {
  bytes: ArrayBuffer
  tasks: ParseTask[]
}

/** What comes back for a mail. A Failure is a class and would lose itself on the way. */
export type ParseOutcome =
  | { mail: Mail }
  | { code: string; message: string; lasting: Failure['lasting'] }

/** Mails read side by side: their streams wait for each other's turns of the event loop. */
const sideBySide = 4

/** This thread ends the whole process at a step of its own, where a test wants that. */
// biome-ignore lint/style/noProcessEnv: a thread has no command line to hand it on
const onStep = killAt(process.env.TICKETD_KILL_AT)

/** Runs in a worker: reads a batch, the outcomes in the order of its tasks. */
// biome-ignore lint/style/noDefaultExport: what the pool calls
export default async function parseBatch({ bytes, tasks }: ParseBatch): Promise<ParseOutcome[]> {
  const outcomes: ParseOutcome[] = []
  let next = 0
  const lane = async () => {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at]
      if (task) outcomes[at] = await outcomeOf(task, bytes)
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, lane))
  return outcomes
}

/**
 * A small mail as the raw store has it, and those of its attachments that are
 * known by their hashes.
 */
export interface TakeOutTask {
  deflated: Uint8Array
  known: KnownFile[]
}

/** The attachments of a small mail by their index; the known ones alone where that is enough. */
export async function takeOut({ deflated, known }: TakeOutTask): Promise<Map<number, Uint8Array>> {
  const raw = inflateRawSync(deflated)
  const found = known.length > 0 ? contentsByHash(raw, known) : null
  const contents = found ?? (await attachmentContents(raw))
  onStep('attachments-taken')
  return contents
}

async function outcomeOf(task: ParseTask, bytes: ArrayBuffer): Promise<ParseOutcome> {
  try {
    const raw =
      'file' in task
        ? createReadStream(task.file)
        : Buffer.from(bytes, task.start, task.end - task.start)
    const mail = await parse(raw)
    onStep('mail-read')
    return { mail }
  } catch (error) {
    if (error instanceof Failure) {
      return { code: error.code, message: error.message, lasting: error.lasting }
    }
    // The source failed, not the mail: a file that is gone, a disk that cannot be read.
    return { code: 'no-source', message: sentence(error), lasting: 'temporary' }
  }
}
