import picocolors from 'picocolors'
import type { Io } from './io.ts'
import { fitTo, padTo, widthOf } from './width.ts'

const GAP = '  '
/** Where nothing is cut, no row is padded to more than this for the sake of one long cell. */
const WIDEST = 40
/** A column is never shortened below this, whatever the terminal. */
const NARROWEST = 6

/**
 * Prints rows under their titles. On a terminal the widest column is shortened until a line fits;
 * into a pipe everything is printed whole, so that grep finds it.
 */
export function printTable(io: Io, titles: readonly string[], rows: readonly string[][]): void {
  const lines = layOut([[...titles], ...rows], io.isTTY ? io.columns : Number.POSITIVE_INFINITY)
  const { bold } = picocolors.createColors(io.isTTY && !io.env.NO_COLOR)
  const [head = '', ...body] = lines
  io.out([bold(head), ...body].map((line) => `${line}\n`).join(''))
}

/** One line of text per row, in columns, at most `columns` wide where that can be. */
export function layOut(rows: readonly string[][], columns: number): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const own = widest(cells)
  const isCut = Number.isFinite(columns)
  const widths = isCut ? shrink(own, columns) : own.map((width) => Math.min(width, WIDEST))
  const placed = isCut ? fitTo : padTo
  return cells.map((row) =>
    row
      .map((cell, index) => placed(cell, widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

/**
 * A subject may carry escape sequences that would act on the terminal, line ends, or
 * turn the row around.
 */
function oneLine(cell: string): string {
  return cell.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

function widest(rows: readonly string[][]): number[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))
    })
  }
  return widths
}

function shrink(widths: readonly number[], columns: number): number[] {
  const shrunk = [...widths]
  const gaps = GAP.length * (widths.length - 1)
  let excess = shrunk.reduce((sum, width) => sum + width, gaps) - columns
  while (excess > 0) {
    const most = Math.max(...shrunk)
    if (most <= NARROWEST) break
    shrunk[shrunk.indexOf(most)] = most - 1
    excess -= 1
  }
  return shrunk
}
