import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { plusAddress, readPlusAddress, withoutExtension } from '../../src/message/plus-address.ts'

const own = 'support@acme.test'

test('what is written is read again, and is our address without its extension', () => {
  const token = fc.record({
    ticket: fc.nat(),
    seq: fc.nat({ max: 999_999_999 }),
    signature: fc.stringMatching(/^[0-9a-f]{12}$/),
  })
  fc.assert(
    fc.property(token, (t) => {
      const written = plusAddress(own, t)
      expect(readPlusAddress(written, own)).toEqual(t)
      expect(withoutExtension(written)).toBe(own)
    }),
  )
})

test.each([
  own,
  'support+sales@acme.test',
  'support+1-2-0123456789ab@evil.test',
  'sales+1-2-0123456789ab@acme.test',
  'support+1-2-0123456789abc@acme.test',
  'support+1-2-0123456789ab@acme.test.evil.test',
])('%j has no token of ours', (written) => {
  expect(readPlusAddress(written, own)).toBeNull()
})
