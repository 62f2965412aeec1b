import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { createParsePool, type ParseItem } from '../engine/parse-pool.ts'
import { codeOf, Failure } from '../errors.ts'
import type { Mail } from '../message/mail.ts'
import { parseReport } from '../message/report.ts'
import type { Io } from './io.ts'
import { mailLines } from './parse-show.ts'
import { counted } from './show.ts'

/** Mails read at once. */
const BATCH = 50
/** Milliseconds for one of them. */
const DEADLINE = 20_000

/** `parse`: what mails say; no configuration, no store. */
export function register(program: Command, io: Io): void {
  program
    .command('parse')
    .argument('<file...>', 'mails, and folders of mails; - reads one from stdin')
    .option('--json', 'print one JSON object a line and mail')
    .action((files: string[], options: { json?: boolean }) => parse(files, options, io))
}

async function parse(files: string[], options: { json?: boolean }, io: Io): Promise<void> {
  const pool = createParsePool({ workers: 1, deadline: DEADLINE })
  let failed = 0
  try {
    for await (const batch of batches(files)) {
      const readings = await pool.parse(await Promise.all(batch.map(itemOf)))
      for (const [i, reading] of readings.entries()) {
        if (reading instanceof Failure) failed += 1
        print(io, batch[i] ?? '', reading, options.json === true)
      }
    }
  } finally {
    await pool.close()
  }
  if (failed > 0) {
    throw new Failure('unreadable', `${counted(failed, 'mail')} could not be read.`)
  }
}

function print(io: Io, file: string, reading: Mail | Failure, json: boolean): void {
  if (reading instanceof Failure) {
    const { code, message } = reading
    if (json) io.out(`${JSON.stringify({ file, error: { code, message } })}\n`)
    else io.err(`${file}: ${message}\n`)
  } else if (json) io.out(`${JSON.stringify(parseReport(file, reading))}\n`)
  else io.out(`${mailLines(file, reading).join('\n')}\n\n`)
}

async function itemOf(file: string): Promise<ParseItem> {
  return file === '-' ? { bytes: await buffer(process.stdin) } : { file }
}

async function* batches(files: string[]): AsyncGenerator<string[]> {
  let batch: string[] = []
  for (const file of files) {
    for await (const found of filesIn(file)) {
      batch.push(found)
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

/** A file is itself; a folder is everything in it, in the order of the names. */
async function* filesIn(place: string): AsyncGenerator<string> {
  if (place === '-' || !(await isFolder(place))) {
    yield place
    return
  }
  const entries = await readdir(place, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = path.join(place, entry.name)
    if (entry.isDirectory()) yield* filesIn(found)
    else if (entry.isFile() && !entry.name.startsWith('.')) yield found
  }
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory()
  } catch (error) {
    throw new Failure('no-file', `${place} cannot be read (${codeOf(error)}).`)
  }
}
