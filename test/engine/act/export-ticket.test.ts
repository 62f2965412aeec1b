import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readTicket } from '../../../src/cli/ticket/show.ts'
import { exportTicket } from '../../../src/engine/act/export-ticket.ts'
import { mailBytes, multipart, ordinary } from '../../message/mail-bytes.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite
let folder: string
beforeEach(async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' } } })
  folder = mkdtempSync(path.join(tmpdir(), 'export-'))
})
afterEach(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

test('a ticket is written with its mails as they came, and their attachments', async () => {
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    'Content-Type: image/png; name="../../a.png"\nContent-Transfer-Encoding: base64\n\nAAEC',
  ])
  const bytes = mailBytes({ ...ordinary, 'Content-Type': type }, body)
  const { ledgerId, ticket } = await site.arrive(bytes)
  const read = () => readTicket(site.desk.store.read, site.desk.config, ticket ?? 0)
  const target = path.join(folder, 'new')
  const done = await exportTicket(
    site.desk.store,
    site.desk.config.store.files,
    await read(),
    target,
  )
  expect(done).toEqual({ folder: target, mails: 1, gone: 0, attachments: 1, missing: [] })
  expect(JSON.parse(readFileSync(path.join(target, 'ticket.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(await read())),
  )
  expect(readFileSync(path.join(target, 'mails', `${ledgerId}.eml`)).equals(bytes)).toBe(true)
  const [file = ''] = readdirSync(path.join(target, 'attachments'))
  expect(file).toBe(`${ledgerId}-0-a.png`)
  expect([...readFileSync(path.join(target, 'attachments', file))]).toEqual([0, 1, 2])
})

test('nothing is written over', async () => {
  const { ticket } = await site.arrive(mailBytes(ordinary, 'It rings.\n'))
  writeFileSync(path.join(folder, 'mine.txt'), 'mine')
  const shown = await readTicket(site.desk.store.read, site.desk.config, ticket ?? 0)
  await expect(
    exportTicket(site.desk.store, site.desk.config.store.files, shown, folder),
  ).rejects.toMatchObject({
    code: 'folder',
    message: `The folder ${folder} is not empty.`,
  })
  expect(readdirSync(folder)).toEqual(['mine.txt'])
})
