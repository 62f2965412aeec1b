import { parse } from 'csv-parse/sync'
import type { UserFault } from '../account/directory-fault.ts'
import { columnsFault, fieldOf } from './columns.ts'
import { fileFailure, gatherUsers, type Reading, type Values } from './reading.ts'

/** Lines that are parsed at once, for speed; a fault among them has them read one by one. */
const BLOCK = 1000
/** A value between quotes may go on over so many lines. */
const LONGEST_RECORD = 20

const DELIMITERS = [',', ';', '\t'] as const

/**
 * Users of a CSV text (RFC 4180, and semicolon or tab in place of the comma): a line of column
 * names in any order, then a line a user. A line that cannot be read costs itself only. Throws
 * Failure `directory-file` where the columns say no names and addresses.
 */
export function readCsv(text: string): Reading {
  const lines = text.split(/\r\n|\n|\r/)
  const { delimiter, head } = readHead(lines)
  const columns = parseLines(lines[head] ?? '', delimiter)?.[0] ?? []
  const fault = columnsFault(columns, head + 1)
  if (fault !== null) throw fileFailure(fault)
  const fields = columns.map(fieldOf)
  const gathered = gatherUsers()
  for (const { line, cells } of records(lines, head + 1, delimiter)) {
    const place = { line }
    const words = cells ?? (lines[line - 1] ?? '').replaceAll('"', '').split(delimiter)
    const bad = cells ? countFault(cells, columns.length) : ({ is: 'odd-quotes' } as const)
    if (bad === null) gathered.add(place, valuesOf(fields, words))
    else gathered.fault(place, bad, words)
  }
  return gathered.reading
}

/** The column names and the lines of any other CSV text; empty lines are left out. */
export function readTable(text: string): { columns: string[]; records: CsvRecord[] } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const { delimiter, head } = readHead(lines)
  const columns = parseLines(lines[head] ?? '', delimiter)?.[0] ?? []
  const all = [...records(lines, head + 1, delimiter)]
  return { columns, records: all.filter(({ cells }) => cells?.join('') !== '') }
}

/** Empty lines, and empty values beyond the last column, are nothing to complain about. */
function countFault(cells: readonly string[], columns: number): UserFault | null {
  const fits =
    cells.length < columns ? cells.join('') === '' : cells.slice(columns).every((it) => it === '')
  return fits ? null : { is: 'odd-count', values: cells.length, columns }
}

/**
 * The line of the column names, and what stands between them. Excel may say it in a line before.
 */
function readHead(lines: readonly string[]): { delimiter: string; head: number } {
  const first = lines.findIndex((line) => line.trim() !== '')
  const [, said] = /^"?sep=(.)"?$/i.exec(lines[first] ?? '') ?? []
  if (said !== undefined) return { delimiter: said, head: first + 1 }
  const names = (lines[first] ?? '').replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((one) => names.split(one).length)
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
  return { delimiter, head: Math.max(0, first) }
}

/** The number of the line in which it begins; null for cells that cannot be told apart. */
export interface CsvRecord {
  line: number
  cells: string[] | null
}

function* records(
  lines: readonly string[],
  from: number,
  delimiter: string,
): Generator<CsvRecord, void> {
  for (let at = from; at < lines.length; ) {
    const end = Math.min(lines.length, at + BLOCK)
    const block = parseLines(lines.slice(at, end).join('\n'), delimiter)
    if (block?.length === end - at) {
      for (const [i, cells] of block.entries()) yield { line: at + i + 1, cells }
      at = end
    } else at = yield* oneByOne(lines, at, end, delimiter)
  }
}

/** Gives the place after the last record that began before `end`. */
function* oneByOne(
  lines: readonly string[],
  from: number,
  end: number,
  delimiter: string,
): Generator<CsvRecord, number> {
  let at = from
  while (at < end) {
    const { cells, length } = longRecord(lines, at, delimiter)
    yield { line: at + 1, cells }
    at += length
  }
  return at
}

/** The record that begins in a line and ends in it, or in one of the next. */
function longRecord(
  lines: readonly string[],
  at: number,
  delimiter: string,
): { cells: string[] | null; length: number } {
  for (let length = 1; length <= LONGEST_RECORD && at + length <= lines.length; length++) {
    const parsed = parseLines(lines.slice(at, at + length).join('\n'), delimiter)
    if (parsed?.length === 1) return { cells: parsed[0] ?? [], length }
    // What follows the end of the record is a record of its own.
    if (parsed) break
  }
  return { cells: null, length: 1 }
}

/** Null where the quotes do not fit together. */
function parseLines(text: string, delimiter: string): string[][] | null {
  if (text === '') return [[]]
  try {
    return parse(text, { delimiter, relaxColumnCount: true, record_delimiter: '\n' })
  } catch {
    return null
  }
}

/** Of two columns that mean the same the first one that says something counts. */
function valuesOf(fields: readonly (keyof Values | null)[], cells: readonly string[]): Values {
  const values: Values = {}
  for (const [i, field] of fields.entries()) {
    if (field !== null && !values[field]) values[field] = cells[i] ?? ''
  }
  return values
}
