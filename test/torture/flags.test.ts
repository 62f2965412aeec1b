import { expect, test } from '@jest/globals'
import { flagsOf } from './flags.ts'
import { newTally, tooFewFor, tried } from './tally.ts'

test('a short run, a usual one and a long one', () => {
  expect(flagsOf(['--kills', '10', '--seed', '7'])).toEqual({ kills: 10, seed: 7 })
  expect(flagsOf([])).toMatchObject({ kills: 200 })
  expect(flagsOf(['--long'])).toMatchObject({ kills: 2000 })
})

test.each([
  [['--help'], null],
  [['--kill', '10'], /Unknown option '--kill'/],
  [['--kills', 'many'], /--kills must be a number/],
  [['--kills', '0'], /--kills must be a number above 0/],
  [['--seed', 'x'], /--seed must be a number/],
  [['--falsify', 'nothing'], /knows no "nothing"/],
])('%j asks for the usage', (words, fault) => {
  const said = fault === null ? null : expect.stringMatching(fault)
  expect(flagsOf(words)).toEqual({ fault: said })
})

test('a short run tells what it did not prove; a long one calls it a fault elsewhere', () => {
  const tally = { ...newTally(), kills: 10 }
  tried(tally.troubles, 'a cut line')()
  tried(tally.troubles, 'a full disk')
  const [remark] = tooFewFor(tally, ['a cut line', 'a full disk'])
  expect(remark).toMatch(/^10 kills are too few .*a full disk/)
  expect(remark).not.toContain('a cut line')
  expect(tooFewFor({ ...tally, kills: 200 }, ['a full disk'])).toEqual([])
})
