import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from '../../src/message/parse.ts'
import { parseReport } from '../../src/message/report.ts'

const folder = path.join(import.meta.dirname, 'mail')
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -'.eml'.length))

/** A case is a mail and, beside it, what has to be read out of it. */
test.each(names)('%s', async (name) => {
  const raw = readFileSync(path.join(folder, `${name}.eml`), 'utf8').replace(/\n/g, '\r\n')
  const says = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'))
  expect(parseReport(`${name}.eml`, await parse(Buffer.from(raw)))).toMatchObject(says)
})

test('the cases are there', () => {
  expect(names.length).toBeGreaterThan(30)
})
