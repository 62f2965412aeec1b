import type { ParsedMail } from 'mailparser'
import picocolors from 'picocolors'

const colours = picocolors.createColors(Boolean(process.stdout.isTTY) && !process.env.NO_COLOR)
const { bold, cyan, dim, green, red, yellow } = colours

const WIDTH = 88
/** Longer mails are cut: the beginning is what matters here. */
const MOST_LINES = 16

let steps = 0

export function title(text: string): void {
  print(`\n${bold(text)}`)
}

/** What happens next, in the words of somebody who watches. */
export function step(text: string): void {
  steps += 1
  print(`\n${bold(cyan(`${steps}. ${text}`))}`)
}

export function note(text: string): void {
  print(`   ${dim(text)}`)
}

export function command(words: string): void {
  print(`   ${yellow('$')} ${words}`)
}

export function output(text: string): void {
  for (const line of text.trimEnd().split('\n')) print(`   ${line}`)
}

/** A small table under its titles. */
export function rows(titles: string[], cells: string[][]): void {
  const widths = titles.map((it, i) => Math.max(...[it, ...cells.map((c) => c[i] ?? '')].map(len)))
  const line = (row: string[]) => row.map((it, i) => it.padEnd(widths[i] ?? 0)).join('  ')
  print(`   ${bold(line(titles).trimEnd())}`)
  for (const row of cells) print(`   ${line(row).trimEnd()}`)
  print('')
}

function len(text: string): number {
  return text.length
}

export function good(text: string): void {
  print(`   ${green('✓')} ${text}`)
}

export function bad(text: string): void {
  process.stderr.write(`\n${red('✗')} ${text}\n`)
}

/** One mail as its reader sees it. */
export function mail(reader: string, it: ParsedMail): void {
  const head = [
    `From:    ${it.from?.text ?? ''}`,
    `Subject: ${it.subject ?? ''}`,
    ...it.attachments.map((a) => `Attached: ${a.filename ?? 'a file'} (${a.size} bytes)`),
  ]
  frame(`${reader} reads`, [...head, '', ...shortened(it.text ?? '')])
}

/** One mail as its writer sends it. */
export function written(writer: string, subject: string, text: string, more: string[] = []): void {
  frame(`${writer} writes`, [`Subject: ${subject}`, ...more, '', ...shortened(text)])
}

function shortened(text: string): string[] {
  const lines = text.trim().split('\n').flatMap(wrapped)
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES - 1), dim(`… ${lines.length - MOST_LINES + 1} lines more`)]
}

function wrapped(line: string): string[] {
  return line.match(new RegExp(`.{1,${WIDTH - 8}}(?:\\s|$)|.{1,${WIDTH - 8}}`, 'gu')) ?? ['']
}

function frame(name: string, lines: string[]): void {
  print(`   ┌─ ${bold(name)} ${'─'.repeat(Math.max(2, WIDTH - 8 - name.length))}`)
  for (const line of lines) print(`   │ ${line}`.trimEnd())
  print(`   └${'─'.repeat(WIDTH - 4)}`)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
