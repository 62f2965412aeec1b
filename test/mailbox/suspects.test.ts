import { expect, test } from '@jest/globals'
import { Failure } from '../../src/errors.ts'
import {
  fetchAlone,
  givenUp,
  isExhausted,
  noSuspects,
  othersGiven,
  suspect,
} from '../../src/mailbox/suspects.ts'

const refused = new Failure('imap-refused', 'the file cannot be read')
const lost = new Failure('imap-connect', 'the connection was lost')

test('a batch that failed is fetched one by one, and nothing above it', () => {
  const suspects = noSuspects()
  suspect(suspects, [4, 5, 9], refused)
  expect([4, 9, 10].map((uid) => fetchAlone(suspects, uid))).toEqual([true, true, false])
  expect(givenUp(suspects, 5)).toBeNull()
})

test('a mail that the server refuses is passed by after three attempts and another mail', () => {
  const suspects = noSuspects()
  for (const attempt of [1, 2, 3]) {
    expect([attempt, isExhausted(suspects, 5)]).toEqual([attempt, false])
    suspect(suspects, [5], refused)
  }
  expect(isExhausted(suspects, 5)).toBe(true)
  othersGiven(suspects, 5)
  expect(givenUp(suspects, 5)).toBeNull()
  suspect(suspects, [5], refused)
  expect(givenUp(suspects, 5)).toBe('the file cannot be read')
  expect(givenUp(suspects, 6)).toBeNull()
})

test('a mail at which the connection breaks has more attempts: it may be the network', () => {
  const suspects = noSuspects()
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    expect(isExhausted(suspects, 5)).toBe(false)
    suspect(suspects, [5], lost)
  }
  othersGiven(suspects, 5)
  suspect(suspects, [5], lost)
  expect(givenUp(suspects, 5)).toBe('the connection was lost')
})

test('where the server gives no other mail either, it is passed by much later', () => {
  const suspects = noSuspects()
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    expect(givenUp(suspects, 5)).toBeNull()
    suspect(suspects, [5], refused)
  }
  expect(givenUp(suspects, 5)).toBe('the file cannot be read')
})
