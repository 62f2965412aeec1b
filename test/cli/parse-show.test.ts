import { expect, test } from '@jest/globals'
import { mailLines } from '../../src/cli/parse-show.ts'
import { parse } from '../../src/message/parse.ts'

test('what was noticed about a mail is read as sentences', async () => {
  const lines = mailLines('a.eml', await parse(Buffer.from('Subject: x\r\n\r\nWords.\r\n')))
  expect(lines).toContain('defects     There is no From. There is no Message-ID. There is no Date.')
})
