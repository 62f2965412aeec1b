import { expect, test } from '@jest/globals'
import { Failure } from '../../src/errors.ts'
import { fetchAlone, givenUp, noSuspects, suspect } from '../../src/mailbox/suspects.ts'

const refused = new Failure('imap-refused', 'the file cannot be read')
const lost = new Failure('imap-connect', 'the connection was lost')

test('a batch that failed is fetched one by one, and nothing above it', () => {
  const suspects = noSuspects()
  suspect(suspects, [4, 5, 9], refused)
  expect([4, 9, 10].map((uid) => fetchAlone(suspects, uid))).toEqual([true, true, false])
  expect(givenUp(suspects, 5)).toBeNull()
})

test('a mail that the server refuses is passed by after three attempts', () => {
  const suspects = noSuspects()
  for (const attempt of [1, 2, 3]) {
    expect([attempt, givenUp(suspects, 5)]).toEqual([attempt, null])
    suspect(suspects, [5], refused)
  }
  expect(givenUp(suspects, 5)).toBe('the file cannot be read')
  expect(givenUp(suspects, 6)).toBeNull()
})

test('a mail at which the connection breaks has more attempts: it may be the network', () => {
  const suspects = noSuspects()
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    expect(givenUp(suspects, 5)).toBeNull()
    suspect(suspects, [5], lost)
  }
  expect(givenUp(suspects, 5)).toBe('the connection was lost')
})
