import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { attachmentsFrom } from '../../src/engine/attachment-files.ts'
import { takeOut } from '../../src/engine/parse-worker.ts'
import type { AttachmentRef } from '../../src/notification/notice.ts'
import type { AttachmentFiles } from '../../src/outbox/mime.ts'
import { mailBytes, multipart, ordinary } from '../message/mail-bytes.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite
let spool: string
let filesOf: AttachmentFiles
beforeEach(async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' } } })
  spool = mkdtempSync(path.join(tmpdir(), 'spool-'))
  const { files } = site.desk.config.store
  filesOf = attachmentsFrom(site.desk.store, { spool, files }, takeOut).attachmentFiles
})
afterEach(async () => {
  await site.close()
  rmSync(spool, { recursive: true })
})

let mails = 0
async function arrive(attachments: Buffer[]): Promise<(position: number) => AttachmentRef> {
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    ...attachments.map(
      (bytes, i) =>
        `Content-Type: image/png; name=f${i}.png\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64').replace(/.{76}/g, '$&\n')}`,
    ),
  ])
  const id = `<${++mails}@customer.test>`
  const bytes = mailBytes({ ...ordinary, 'Message-ID': id, 'Content-Type': type }, body)
  const { ledgerId } = await site.arrive(bytes)
  return (position) => {
    const name = `f${position}.png`
    const size = attachments[position]?.length ?? 0
    return { ledgerId, position, name, type: 'image/png', size, inline: false, contentId: null }
  }
}

async function read(refs: AttachmentRef[]): Promise<(Buffer | null)[]> {
  const sources = await filesOf(refs)
  const contents = sources.map((it) =>
    it === null ? null : 'content' in it ? it.content : readFileSync(it.path),
  )
  for (const it of sources) if (it !== null && 'release' in it) await it.release()
  return contents
}

const small = [randomBytes(20_000), randomBytes(300)]
const others = [randomBytes(500)]
const big = [randomBytes(1_500_000), randomBytes(10)]

test('attachments come in the order asked for, from mails of any size, the same each time', async () => {
  const [ofSmall, ofOthers, ofBig] = [await arrive(small), await arrive(others), await arrive(big)]
  const refs = [ofBig(1), ofSmall(1), ofOthers(0), ofSmall(0), ofBig(0)]
  const expected = [big[1], small[1], others[0], small[0], big[0]]
  for (let time = 0; time < 2; time++) {
    const contents = await read(refs)
    expect(contents.map((it, i) => it?.equals(expected[i] ?? Buffer.alloc(0)))).toEqual(
      refs.map(() => true),
    )
  }
})

test('the files of a big mail go when the last of them was sent; a small one needs none', async () => {
  const [first, second] = await filesOf([(await arrive(big))(0), (await arrive(big))(1)])
  const paths = [first, second].map((it) => (it && 'path' in it ? it.path : ''))
  await (first && 'release' in first ? first.release() : undefined)
  expect(paths.map((it) => existsSync(it))).toEqual([true, true])
  await (second && 'release' in second ? second.release() : undefined)
  expect(readdirSync(spool)).toEqual([])
  expect(await filesOf([(await arrive(small))(0)])).toEqual([{ content: small[0] }])
  expect(readdirSync(spool)).toEqual([])
})

test('they are found also after somebody has removed the spool', async () => {
  const ofBig = await arrive(big)
  rmSync(spool, { recursive: true })
  expect((await read([ofBig(0)]))[0]?.equals(big[0] as Buffer)).toBe(true)
})

test('what is not there is null: a position, a mail', async () => {
  const of = await arrive(small)
  const ofBig = await arrive(big)
  const unknown = { ...of(0), ledgerId: 4711 }
  expect((await filesOf([of(7), unknown, ofBig(7)])).map((it) => it === null)).toEqual([
    true,
    true,
    true,
  ])
  expect(readdirSync(spool)).toEqual([])
})
