import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readPlusAddress, withoutExtension } from '../../src/message/plus-address.ts'
import { readVerpAddress, type VerpToken, verpAddress } from '../../src/message/verp.ts'

const own = 'support@acme.test'
const signature = fc.stringMatching(/^[0-9a-f]{12}$/)
const seq = fc.nat({ max: 999_999_999 })
const tokens: fc.Arbitrary<VerpToken> = fc.oneof(
  fc.record({ ticket: fc.nat(), seq, signature }),
  fc.record({ row: fc.nat(), signature }),
)

test('what is written is read again, is no reply address, and has room in an envelope', () => {
  fc.assert(
    fc.property(tokens, (token) => {
      const written = verpAddress(own, token)
      expect(readVerpAddress(written, own)).toEqual(token)
      expect(readPlusAddress(written, own)).toBeNull()
      expect(withoutExtension(written)).toBe(own)
      // RFC 5321 section 4.5.3.1.1.
      expect(written.lastIndexOf('@')).toBeLessThanOrEqual(64)
    }),
  )
})

test.each([
  own,
  'support+bounce@acme.test',
  'support+1-2-0123456789ab@acme.test',
  'support+bounce-1-2-0123456789ab@evil.test',
  'sales+bounce-1-2-0123456789ab@acme.test',
  'support+bounce-1-2-3-0123456789ab@acme.test',
  'support+bounce-1-2-0123456789abc@acme.test',
  'support+bounce--0123456789ab@acme.test',
])('%j names no mail of ours', (written) => {
  expect(readVerpAddress(written, own)).toBeNull()
})
