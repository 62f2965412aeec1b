import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Io } from '../../../src/cli/io.ts'
import { printMail, rawJson, readMail } from '../../../src/cli/mail/show.ts'
import { letter, openSite } from '../../engine/act/site.ts'
import type { DeskSite } from '../../engine/desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

async function shown(from: string, subject = 'Phones'): Promise<string> {
  const { ledgerId } = await letter(site, from, subject)
  let out = ''
  const io: Io = {
    out: (text) => {
      out += text
    },
    err: () => undefined,
    env: {},
    isTTY: false,
    columns: 80,
    program: 'ticketd --config x.json',
  }
  const { store, config } = site.desk
  printMail(io, (await readMail(store, config, ledgerId)).shown, 'UTC')
  return out
}

test('a held mail is shown with its words, who wrote it and why it is believed or not', async () => {
  const out = await shown('eve@evil.test')
  expect(out).toMatch(/^sender {4}unknown: nothing proves or disproves its From$/m)
  expect(out).toMatch(/\n\n {2}It rings, says letter \d+\.\n$/)
  expect(out).toContain('ticketd --config x.json mail release')
})

test('the words of any other stand in its ticket', async () => {
  expect(await shown('ana@globex.test')).not.toContain('It rings')
})

test('the mail itself as JSON is in base64', async () => {
  const { ledgerId } = await letter(site, 'ana@globex.test')
  const { store, config } = site.desk
  const { id, base64 } = rawJson(store.raw, await readMail(store, config, ledgerId))
  expect(id).toBe(ledgerId)
  expect(Buffer.from(base64, 'base64').toString()).toContain('From: ana@globex.test\r\n')
})
