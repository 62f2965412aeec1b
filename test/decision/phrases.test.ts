import { expect, test } from '@jest/globals'
import { wishOf } from '../../src/decision/phrases.ts'

test.each([
  ['my tickets', 'tickets en'],
  ['  My   TICKETS ', 'tickets en'],
  ['mis tickets', 'tickets es'],
  ['my tickets 100042', 'tickets en 100042'],
  ['my ticket #100042', 'tickets en 100042'],
  ['mi ticket 100042', 'tickets es 100042'],
  ['New case', 'case form en'],
  ['caso nuevo', 'case form es'],
])('%j asks for %s', (subject, expected) => {
  const wish = wishOf(subject)
  expect([wish?.wants, wish?.language, wish?.number].filter((it) => it != null).join(' ')).toBe(
    expected,
  )
})

test.each([
  'Re: my tickets',
  'my tickets are gone',
  'all my tickets',
  'new case 17',
  'new case: phones',
  '[Acme#100042] my tickets',
  '100042',
  '',
])('%j is a subject like any other', (subject) => {
  expect(wishOf(subject)).toBeNull()
})
