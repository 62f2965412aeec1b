import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { safeFileName } from '../../src/message/file-name.ts'

test.each([
  ['report.pdf', 'report.pdf'],
  ['Übersicht März.xlsx', 'Übersicht März.xlsx'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
  ['/', 'attachment'],
  ['..', 'attachment'],
  ['', 'attachment'],
  ['   ', 'attachment'],
  ['.htaccess', 'htaccess'],
  ['con', '_con'],
  ['NUL.txt', '_NUL.txt'],
  ['COM1', '_COM1'],
  ['concert.txt', 'concert.txt'],
  ['invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['a\0b\nc.txt', 'abc.txt'],
  ['what?.txt', 'what_.txt'],
  ['name. . ', 'name'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(176)}.pdf`],
])('%j becomes %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe)
})

test('every name can be a file name, and stays the same when made safe again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const safe = safeFileName(name)
      expect(safe).not.toMatch(/[/\\\p{Cc}<>:"|?*]|^\.|[. ]$|^$/u)
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(181)
      expect(safeFileName(safe)).toBe(safe)
    }),
  )
})
