import { expect, test } from '@jest/globals'
import {
  showChoice,
  showEvery,
  showInstant,
  showSize,
  showSubject,
} from '../../src/notification/locale.ts'

test.each([
  ['en', 'Europe/Madrid', '2 Jul 2026, 12:15 CEST'],
  ['en', 'UTC', '2 Jul 2026, 10:15 UTC'],
  ['es', 'Europe/Madrid', '2 jul 2026, 12:15 CEST'],
])('an instant in %s, %s: %s', (language, timeZone, shown) => {
  expect(showInstant('2026-07-02T10:15:00.000Z', language, timeZone)).toBe(shown)
})

test.each([
  [0, 'en', '0 bytes'],
  [1, 'en', '1 byte'],
  [512, 'en', '512 bytes'],
  [18_432, 'en', '18 kB'],
  [999_999, 'en', '1,000 kB'],
  [1_234_567, 'en', '1.2 MB'],
  [1_234_567, 'es', '1,2 MB'],
  [5_000_000_000_000, 'en', '5,000 GB'],
])('%i bytes in %s: %s', (bytes, language, shown) => {
  expect(showSize(bytes, language)).toBe(shown)
})

test.each([
  [3_600_000, 'en', 'hour'],
  [14_400_000, 'en', '4 hours'],
  [3_600_000, 'es', 'hora'],
  [600_000, 'es', '10 minutos'],
])('every %i ms in %s: %s', (ms, language, shown) => {
  expect(showEvery(ms, language)).toBe(shown)
})

test.each([
  [[120], 'en', '120'],
  [[120, 300, 600], 'en', '120, 300 or 600'],
  [[120, 300, 600], 'es', '120, 300 o 600'],
])('one of %j in %s: %s', (numbers, language, shown) => {
  expect(showChoice(numbers, language)).toBe(shown)
})

test.each([
  ['No dial tone', 'es', 'No dial tone'],
  ['', 'en', '(no subject)'],
  [' ', 'es', '(sin asunto)'],
  ['', 'fr', '(no subject)'],
])('the subject %j in %s: %s', (subject, language, shown) => {
  expect(showSubject(subject, language)).toBe(shown)
})
