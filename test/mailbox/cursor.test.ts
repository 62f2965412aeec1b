import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { resume } from '../../src/mailbox/cursor.ts'

const folder = { uidValidity: 7, uidNext: 100, exists: 3 }

test('a folder never seen is a first sight', () => {
  expect(resume(null, folder)).toEqual({ kind: 'first' })
})

test.each([
  ['goes on after the last UID', { uidValidity: 7, lastUid: 42 }, { kind: 'same', after: 42 }],
  ['goes on when nothing is new', { uidValidity: 7, lastUid: 99 }, { kind: 'same', after: 99 }],
  ['goes on from an empty start', { uidValidity: 7, lastUid: 0 }, { kind: 'same', after: 0 }],
  [
    'reads again under another UIDVALIDITY',
    { uidValidity: 6, lastUid: 42 },
    { kind: 'reread', because: 'UIDVALIDITY changed from 6 to 7' },
  ],
  [
    'reads again when UIDNEXT is the last UID',
    { uidValidity: 7, lastUid: 100 },
    { kind: 'reread', because: 'UIDNEXT 100 is not above the last UID 100' },
  ],
  [
    'reads again when UIDNEXT is below the last UID',
    { uidValidity: 7, lastUid: 2000 },
    { kind: 'reread', because: 'UIDNEXT 100 is not above the last UID 2000' },
  ],
])('%s', (_title, stored, expected) => {
  expect(resume(stored, folder)).toEqual(expected)
})

test('never goes on after a UID that the folder may give to another mail', () => {
  const uid = fc.integer({ min: 0, max: 50 })
  fc.assert(
    fc.property(uid, uid, uid, uid, (uidValidity, lastUid, nowValidity, uidNext) => {
      const answer = resume(
        { uidValidity, lastUid },
        { uidValidity: nowValidity, uidNext, exists: 0 },
      )
      if (answer.kind !== 'same') return
      expect(answer.after).toBeLessThan(uidNext)
      expect(nowValidity).toBe(uidValidity)
    }),
  )
})
