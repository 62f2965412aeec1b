import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { textHash } from '../../src/store/hash.ts'

const words = fc.array(fc.constantFrom('printer', 'on fire', 'ñ'), { minLength: 1 })
const gap = fc.array(fc.constantFrom(' ', '\t', '\n', '\r\n', '\u00a0', '\u2028'), { minLength: 1 })

test('texts that differ in white space only have one hash, that of the words with a space between', () => {
  fc.assert(
    fc.property(words, fc.infiniteStream(gap), (said, gaps) => {
      const between = () => (gaps.next().value as string[]).join('')
      const text = said.map((word) => word.replace(' ', between) + between()).join('')
      const sha256 = createHash('sha256').update(said.join(' ')).digest('hex')
      expect(textHash(between() + text)).toBe(sha256.slice(0, 32))
    }),
  )
})

test('other words have another', () => {
  expect(textHash('on fire')).not.toBe(textHash('onfire'))
})
