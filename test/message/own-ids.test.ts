import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type OwnId, ownMessageId, readOwnMessageId } from '../../src/message/own-ids.ts'

const signature = fc.stringMatching(/^[0-9a-f]{12}$/)
const ids: fc.Arbitrary<OwnId> = fc.oneof(
  fc.record({
    kind: fc.constant('ticket' as const),
    ticket: fc.nat(),
    seq: fc.nat(),
    signature,
  }),
  fc.record({ kind: fc.constant('mail' as const), row: fc.nat(), signature }),
  fc.record({
    kind: fc.constant('probe' as const),
    token: fc.stringMatching(/^[a-z0-9]{1,20}$/),
    signature,
  }),
)

test('what is written is read again, in any case of the letters', () => {
  fc.assert(
    fc.property(ids, fc.boolean(), (id, upper) => {
      const written = ownMessageId(id, 'acme.test')
      expect(readOwnMessageId(upper ? written.toUpperCase() : written, 'acme.test')).toEqual(id)
    }),
  )
})

test.each([
  '<ticket.100042.3.0123456789ab@evil.test>',
  '<ticket.100042.3.0123456789a@acme.test>',
  '<ticket.100042.0123456789ab@acme.test>',
  '<ticket.x.3.0123456789ab@acme.test>',
  '<ticket.100042.3.0123456789ab@acme.test>garbage',
  '<mail.3.4.0123456789ab@acme.test>',
  '<other.3.0123456789ab@acme.test>',
  'not an id',
  '',
])('%j is none of ours', (id) => {
  expect(readOwnMessageId(id, 'acme.test')).toBeNull()
})
