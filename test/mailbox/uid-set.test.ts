import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countAbove, formatUidSet, parseUidSet, uidsAbove } from '../../src/mailbox/uid-set.ts'

test.each([
  ['', []],
  ['7', [[7, 7]]],
  [
    '1,5:9',
    [
      [1, 1],
      [5, 9],
    ],
  ],
  ['9:5', [[5, 9]]],
  [
    '5:9,1',
    [
      [1, 1],
      [5, 9],
    ],
  ],
  ['1:3,4,2:6', [[1, 6]]],
  ['4294967295', [[4294967295, 4294967295]]],
])('reads %j', (text, ranges) => {
  expect(parseUidSet(text)).toEqual(ranges)
})

test.each(['0', '*', '1:*', '1,', 'a', '1:2:3', '-1', '1e9'])('refuses %j', (text) => {
  expect(() => parseUidSet(text)).toThrow(RangeError)
})

test.each([
  [[], ''],
  [[3], '3'],
  [[1, 2, 3, 7, 9, 10], '1:3,7,9:10'],
  [[10, 2, 9, 2], '2,9:10'],
])('writes %j', (uids, text) => {
  expect(formatUidSet(uids)).toBe(text)
})

test('what was written is read back, ascending and each once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 })), (uids) => {
      const back = [...uidsAbove(parseUidSet(formatUidSet(uids)), 0)]
      expect(back).toEqual([...new Set(uids)].toSorted((a, b) => a - b))
    }),
  )
})

test('only what lies above the cursor is given, also of `n:*` on a folder with nothing new', () => {
  expect([
    ...uidsAbove(
      [
        [3, 6],
        [8, 8],
      ],
      4,
    ),
  ]).toEqual([5, 6, 8])
  expect([...uidsAbove([[99, 99]], 99)]).toEqual([])
})

test('a backlog of four thousand million is not held in memory', () => {
  const [first] = uidsAbove(parseUidSet('1:4294967295'), 10)
  expect(first).toBe(11)
})

test('they are counted without being named', () => {
  const uids = fc.array(fc.integer({ min: 1, max: 200 }))
  fc.assert(
    fc.property(uids, fc.integer({ min: 0, max: 201 }), (some, after) => {
      const ranges = parseUidSet(formatUidSet(some))
      expect(countAbove(ranges, after)).toBe([...uidsAbove(ranges, after)].length)
    }),
  )
})
