import { expect, test } from '@jest/globals'
import { codeOf } from '../../src/errors.ts'
import { asStoreFailure } from '../../src/store/faults.ts'

test.each([
  ['SQLITE_FULL', 'store-full'],
  ['SQLITE_IOERR_SHMSIZE', 'store-full'],
  ['ENOSPC', 'store-full'],
  ['SQLITE_IOERR_READ', 'store-io'],
  ['SQLITE_BUSY_SNAPSHOT', 'store-locked'],
  ['SQLITE_READONLY_DBMOVED', 'store-readonly'],
  ['SQLITE_NOTADB', 'store-foreign'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'],
])('%s is told as %s', (code, told) => {
  expect(codeOf(asStoreFailure(Object.assign(new Error('no'), { code }), '/data/x.db'))).toBe(told)
})
