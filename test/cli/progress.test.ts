import { expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import type { Io } from '../../src/cli/io.ts'
import { createProgress, withProgress } from '../../src/cli/progress.ts'

/** Runs the steps, each at its second; gives all that was written. */
function shown(
  isTTY: boolean,
  steps: [second: number, done: number, total: number | null][],
  { columns = 80, per = 1 } = {},
): string[] {
  const written: string[] = []
  let seconds = 0
  const screen = { isTTY, columns, write: (text: string) => void written.push(text) }
  const counting = { what: per === 1 ? 'mails taken' : 'MB copied', per }
  const progress = createProgress({ ...screen, now: () => seconds * 1000 }, counting)
  for (const [second, done, total] of steps) {
    seconds = second
    progress.on(done, total)
  }
  progress.end()
  return written
}

const END = '\r\x1b[K'

test('on a terminal a bar is drawn in place and leaves nothing behind', () => {
  expect(
    shown(true, [
      [0.5, 1, 200],
      [2, 50, 200],
      [2.05, 51, 200],
      [3, 150, 200],
    ]),
  ).toEqual([
    '\r██████░░░░░░░░░░░░░░░░░░  25 % 50 of 200 mails taken\x1b[K\r',
    '\r██████████████████░░░░░░  75 % 150 of 200 mails taken\x1b[K\r',
    END,
  ])
})

test('without a terminal there is a line every few seconds', () => {
  expect(
    shown(false, [
      [2, 50, 200],
      [5, 60, 200],
      [7, 70, 200],
      [10, 80, null],
    ]),
  ).toEqual(['60 of 200 mails taken\n', '80 mails taken\n'])
})

test('short work shows nothing, and leaves the line alone', () => {
  expect(shown(true, [[0.9, 199, 200]])).toEqual([])
  expect(shown(false, [[4, 199, 200]])).toEqual([])
})

test.each<[string, number, number, string]>([
  ['nothing to do', 0, 0, '0 of 0 mails taken'],
  ['more than was known', 300, 200, '████████████████████████ 100 % 300 of 200 mails taken'],
])('%s is no fault', (_, done, total, expected) => {
  expect(shown(true, [[2, done, total]])).toEqual([`\r${expected}\x1b[K\r`, END])
})

test('a narrow terminal is not left, and bytes are told in what people count', () => {
  const bytes: [number, number, number][] = [[2, 1_900_000, 4_000_001]]
  expect(shown(true, bytes, { columns: 40, per: 1e6 })[0]).toBe(
    '\r███████████░░░░░░░░░░░░░  47 % 1 of 5 M\x1b[K\r',
  )
})

test.each([
  [[], true],
  [['--json'], false],
  [['--quiet'], false],
])('with the flags %j it is shown: %s', async (flags, isShown) => {
  const written: string[] = []
  const clock = jest.spyOn(Date, 'now').mockReturnValue(0)
  const io: Io = {
    out: () => {},
    err: (text) => void written.push(text),
    env: {},
    isTTY: true,
    errIsTTY: true,
    columns: 80,
  }
  const program = new Command().option('--quiet')
  program
    .command('work')
    .option('--json')
    .action((_, command: Command) =>
      withProgress(command, io, { what: 'mails' }, async (on) => {
        clock.mockReturnValue(5_000)
        on(1, 2)
      }),
    )
  await program.parseAsync(['work', ...flags], { from: 'user' })
  clock.mockRestore()
  expect(written.length > 0).toBe(isShown)
})

test('what fails ends the bar, and fails', async () => {
  const io: Io = { out: () => {}, err: () => {}, env: {}, isTTY: false, columns: 80 }
  const failing = withProgress(new Command(), io, { what: 'mails' }, () =>
    Promise.reject(new Error('no')),
  )
  await expect(failing).rejects.toThrow('no')
})
