import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openFiles } from '../../src/mailbox/archive.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'archive-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const mail = (day: number, words: string) =>
  `Subject: ${words}\nDate: 0${day} Mar 2021 09:00:00 +0000\n\n${words}\n`

/** The subjects in order, and the texts. */
async function opened(where: string) {
  const archive = await openFiles(where)
  const texts = (await archive.read(archive.mails)).map(String)
  await archive.close()
  return {
    keys: archive.mails.map(({ key }) => key),
    texts,
    dates: archive.mails.map((m) => m.date),
  }
}

test('an mbox: oldest first, whatever its order, and text that looks like a separator', async () => {
  const file = path.join(folder, 'old.mbox')
  const second = mail(2, 'second\n>From here on\nFrom there\n>>From both')
  writeFileSync(file, `From a@b Mon Mar  1\n${second}\nFrom a@b Mon Mar  1\n${mail(1, 'first')}\n`)
  const { keys, texts, dates } = await opened(file)
  expect(texts).toEqual([mail(1, 'first'), mail(2, 'second\nFrom here on\nFrom there\n>From both')])
  expect(dates[0]).toBe('2021-03-01T09:00:00.000Z')
  expect(keys[1]).toBe(0)
})

test('a mail of an mbox without a date is as old as the line before it says', async () => {
  const file = path.join(folder, 'old.mbox')
  const lines = ['From a@b Fri Mar  5 09:00:00 2021', 'Subject: no date', '', 'words', '']
  writeFileSync(file, `${lines.join('\n')}\nFrom a@b Mon Mar  1\n${mail(1, 'first')}\n`)
  const { dates } = await opened(file)
  expect(dates).toEqual(['2021-03-01T09:00:00.000Z', '2021-03-05T09:00:00.000Z'])
})

test('an mbox of many chunks and of CRLF keeps every mail once', async () => {
  const file = path.join(folder, 'big.mbox')
  const one = (n: number) => mail(1, `mail ${n} ${'x'.repeat(n * 37)}`).replaceAll('\n', '\r\n')
  const count = 400
  writeFileSync(
    file,
    Array.from({ length: count }, (_, n) => `From a@b Mon\r\n${one(n)}\r\n`).join(''),
  )
  const { texts } = await opened(file)
  expect(texts).toEqual(Array.from({ length: count }, (_, n) => one(n)))
})

test('a Maildir: cur and new; a mail that was read meanwhile is the same', async () => {
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, 'new', '2.host'), mail(2, 'second'))
  writeFileSync(path.join(folder, 'cur', '1.host:2,S'), mail(1, 'first'))
  writeFileSync(path.join(folder, 'tmp', '3.host'), mail(3, 'half'))
  const before = await opened(folder)
  expect(before.texts).toEqual([mail(1, 'first'), mail(2, 'second')])
  rmSync(path.join(folder, 'new', '2.host'))
  writeFileSync(path.join(folder, 'cur', '2.host:2,RS'), mail(2, 'second'))
  expect((await opened(folder)).keys).toEqual(before.keys)
})

test('what is no archive is a sentence, and a file that got another name is gone', async () => {
  const file = path.join(folder, 'one.eml')
  writeFileSync(file, mail(1, 'first'))
  const refused = { code: 'no-archive', message: expect.stringContaining(`${file} is no mbox`) }
  await expect(openFiles(file)).rejects.toMatchObject(refused)
  const none = openFiles(path.join(folder, 'none'))
  await expect(none).rejects.toMatchObject({ code: 'no-archive' })
  rmSync(file)
  mkdirSync(path.join(folder, 'cur'))
  writeFileSync(path.join(folder, 'cur', '1.host:2,'), mail(1, 'first'))
  const archive = await openFiles(folder)
  renameSync(path.join(folder, 'cur', '1.host:2,'), path.join(folder, 'cur', '1.host:2,S'))
  expect(await archive.read(archive.mails)).toEqual([null])
})
