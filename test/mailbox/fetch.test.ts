import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { oneAhead, split } from '../../src/mailbox/fetch.ts'

const plan = { maxCount: 3, maxBytes: 100, bigAbove: 60, maxFileBytes: 5100 }
const sizes = (parts: { size: number }[][]) => parts.map((part) => part.map(({ size }) => size))
const mails = (...of: number[]) => of.map((size, index) => ({ uid: index + 1, size }))

test.each([
  ['nothing', [], []],
  ['by count', [1, 1, 1, 1], [[1, 1, 1], [1]]],
  ['by bytes', [50, 50, 50], [[50, 50], [50]]],
  ['up to the last byte', [60, 40, 1], [[60, 40], [1]]],
  ['a big mail takes no memory', [50, 5000, 50, 50], [[50, 5000, 50], [50]]],
  [
    'by bytes of big mails',
    [5000, 100, 5000, 100, 9000, 1],
    [[5000, 100], [5000, 100], [9000], [1]],
  ],
])('splits %s', (_title, given, expected) => {
  expect(sizes(split(mails(...given), plan))).toEqual(expected)
})

test('a batch never exceeds its plan, and no mail is lost or moved', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 })), (given) => {
      const parts = split(mails(...given), plan)
      expect(parts.flat().map(({ size }) => size)).toEqual(given)
      for (const part of parts) {
        const held = part.map(({ size }) => (size > plan.bigAbove ? 0 : size))
        expect(part.length).toBeLessThanOrEqual(plan.maxCount)
        expect(held.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(plan.maxBytes)
      }
    }),
  )
})

test('the next batch is asked for while this one is in hand, and no other', async () => {
  const asked: number[] = []
  async function* source() {
    for (const n of [1, 2, 3, 4]) {
      asked.push(n)
      yield n
    }
  }
  for await (const n of oneAhead(source())) {
    await Promise.resolve()
    expect(asked.at(-1)).toBe(Math.min(n + 1, 4))
  }
  expect(asked).toEqual([1, 2, 3, 4])
})

test('a failure of the next batch comes after this one is done', async () => {
  async function* source() {
    yield 1
    throw new Error('cut')
  }
  const seen: number[] = []
  const reading = async () => {
    for await (const n of oneAhead(source())) {
      await new Promise(setImmediate)
      seen.push(n)
    }
  }
  await expect(reading()).rejects.toThrow('cut')
  expect(seen).toEqual([1])
})

test('who leaves early lets what was asked for come to its end', async () => {
  const seen: string[] = []
  async function* source() {
    yield 1
    await new Promise(setImmediate)
    seen.push('fetched')
    yield 2
  }
  const taking = async () => {
    for await (const n of oneAhead(source())) throw new Error(`the disk is full at ${n}`)
  }
  await expect(taking().finally(() => seen.push('left'))).rejects.toThrow('at 1')
  expect(seen).toEqual(['fetched', 'left'])
})
