import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Io } from '../../src/cli/io.ts'
import { layOut, printTable } from '../../src/cli/table.ts'
import { fitTo, widthOf } from '../../src/cli/width.ts'

describe('the width of a text in a terminal', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['件名', 4],
    ['한국어', 6],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['☎️', 2],
    ['a\u200Bb', 2],
  ])('%j takes %i cells', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })

  test('fitting gives exactly the width, whatever the text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '件', '👍', 'ñ') })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, width) => {
        expect(widthOf(fitTo(text, width))).toBe(width)
      }),
    )
  })
})

describe('a table', () => {
  const rows = [
    ['number', 'subject', 'status'],
    ['100042', 'The phones of the whole second floor are silent since noon', 'open'],
    ['100043', '件名の件名の件名の件名の件名の件名', 'waiting'],
  ]

  test('stays within the terminal by shortening the widest column', () => {
    const lines = layOut(rows, 40)
    expect(lines).toEqual([
      'number  subject                  status',
      '100042  The phones of the whol…  open',
      '100043  件名の件名の件名の件名…  waiting',
    ])
  })

  test('keeps everything where there is room', () => {
    expect(layOut(rows, 200).join('\n')).toContain('silent since noon  open')
  })

  test('into a pipe all is printed whole, and one long cell pads no other row', () => {
    const long = 'word '.repeat(30).trim()
    expect(
      layOut(
        [
          ['short', 'x', 'y'],
          [long, 'x', ''],
        ],
        Number.POSITIVE_INFINITY,
      ),
    ).toEqual([`${'short'.padEnd(40)}  x  y`, `${long}  x`])
  })

  test('no cell can act on the terminal or end its line', () => {
    expect(layOut([['a\u001b[2Jb\r\nc\u2028\u202ed']], 80)).toEqual(['a [2Jb c d'])
  })

  test.each([
    ['a terminal', { isTTY: true, env: {} }, true, 20],
    ['a terminal with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false, 20],
    ['a pipe', { isTTY: false, env: {} }, false, Number.POSITIVE_INFINITY],
  ])('into %s', (_where, around, coloured, columns) => {
    let printed = ''
    const io: Io = {
      out: (text) => {
        printed += text
      },
      err: () => {},
      columns: 20,
      ...around,
    }
    printTable(io, ['a', 'b'], [['x', 'a long text that does not fit']])
    expect(printed.includes('\u001b[1m')).toBe(coloured)
    expect(printed.includes('does not fit')).toBe(columns > 20)
  })
})
