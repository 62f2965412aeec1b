import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import { afterEach, expect, test } from '@jest/globals'
import { createParsePool, type ParsePool } from '../../src/engine/parse-pool.ts'
import { Failure } from '../../src/errors.ts'
import type { Mail } from '../../src/message/mail.ts'
import { mailBytes, multipart, ordinary } from '../message/mail-bytes.ts'

let pool: ParsePool
afterEach(() => pool.close())

const mail = (i: number) => ({
  bytes: mailBytes({ ...ordinary, Subject: `mail ${i}` }, `text ${i}\n`),
})
const subjects = (results: (Mail | Failure)[]) =>
  results.map((result) => (result instanceof Failure ? result.code : result.subject))

/** Asks more of the HTML converter than a short deadline gives. */
const slow = {
  bytes: mailBytes({ ...ordinary, 'Content-Type': 'text/html' }, '<p>word</p>'.repeat(150_000)),
}

test('mails come back in the given order, and their bytes stay with the caller', async () => {
  pool = createParsePool({ workers: 2, deadline: 20_000 })
  const items = Array.from({ length: 50 }, (_, i) => mail(i))
  const batches = await Promise.all([
    pool.parse(items),
    pool.parse(items.slice(10)),
    pool.parse([]),
  ])
  expect(subjects(batches[0])).toEqual(items.map((_, i) => `mail ${i}`))
  expect(subjects(batches[1])).toEqual(items.slice(10).map((_, i) => `mail ${i + 10}`))
  expect(batches[2]).toEqual([])
  expect(items[0]?.bytes.toString()).toContain('mail 0')
})

test('a mail that passes the deadline costs only itself', async () => {
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  await pool.parse([mail(0)])
  await pool.close()
  pool = createParsePool({ workers: 1, deadline: 250 })
  const results = await pool.parse([mail(1), slow, mail(2)])
  expect(subjects(results)).toEqual(['mail 1', 'deadline', 'mail 2'])
  expect(results[1]).toMatchObject({
    lasting: 'permanent',
    message: 'Reading the mail took longer than 250 ms',
  })
  expect(subjects(await pool.parse([mail(3)]))).toEqual(['mail 3'])
})

test("a mail that takes its worker's life costs only itself", async () => {
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  const deadly = { bytes: Buffer.from('X: y\r\n'.repeat(900_000)) }
  const results = await pool.parse([mail(1), deadly, mail(2)])
  expect(subjects(results)).toEqual(['mail 1', 'parser-died', 'mail 2'])
  expect(results[1]).toMatchObject({ lasting: 'permanent' })
})

test('a mail at which an exception escapes costs only itself', async () => {
  const escaping = fileURLToPath(new URL('./escaping.mjs', import.meta.url))
  const words = ['--import', escaping, escaping]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  expect(stdout).toBe('one,parser-died: The parser died of the mail: it escaped,two\n')
})

test('a file that cannot be read is not the fault of the mail', async () => {
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  const results = await pool.parse([mail(1), { file: '/there/is/no/such/file' }, mail(2)])
  expect(subjects(results)).toEqual(['mail 1', 'no-source', 'mail 2'])
  expect(results[1]).toMatchObject({ lasting: 'temporary' })
})

test('a mail of 50 MB in a file is read within 100 MB more', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pool-'))
  const file = path.join(folder, 'big.eml')
  const line = `${Buffer.alloc(57, 7).toString('base64')}\r\n`
  await writeFile(
    file,
    mailBytes(
      {
        ...ordinary,
        'Content-Type': 'application/octet-stream',
        'Content-Transfer-Encoding': 'base64',
      },
      Buffer.from(line.repeat(640_000)),
    ),
  )
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  await pool.parse([mail(1)])
  const before = process.memoryUsage().rss
  const [big] = await pool.parse([{ file }])
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  expect((big as Mail).attachments).toMatchObject([{ size: 57 * 640_000 }])
  await rm(folder, { recursive: true })
})

test('a closed pool says so', async () => {
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  await pool.close()
  await expect(pool.parse([mail(1)])).rejects.toMatchObject({
    code: 'no-parser',
    lasting: 'temporary',
  })
})

test('attachments are taken out in the worker, and before the batches that wait', async () => {
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    'Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAEC',
  ])
  const raw = mailBytes({ ...ordinary, 'Content-Type': type }, body)
  const done: string[] = []
  const parse = (name: string) => pool.parse([mail(1)]).then(() => done.push(name))
  const taken = [parse('first'), parse('second'), parse('third')]
  const contents = await pool.takeOut({ deflated: deflateRawSync(raw), known: [] })
  done.push('attachments')
  await Promise.all(taken)
  expect([...contents].map(([index, bytes]) => [index, [...bytes]])).toEqual([[0, [0, 1, 2]]])
  expect(done).toEqual(['first', 'attachments', 'second', 'third'])
  await expect(pool.takeOut({ deflated: Buffer.from('no mail'), known: [] })).rejects.toThrow()
})
