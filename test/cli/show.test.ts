import { expect, test } from '@jest/globals'
import { counted } from '../../src/cli/show.ts'

test.each([
  [0, '0 credits'],
  [1, '1 credit'],
  [-1, '-1 credit'],
  [120, '120 credits'],
])('%i: %s', (count, shown) => {
  expect(counted(count, 'credit')).toBe(shown)
})
