import { type CadenceLine, keptShare } from '../ticket/cadence-report.ts'
import { escapeHtml } from './markup-html.ts'

const WIDTH = 560
const LABEL = 170
const BAR = 300
const ROW = 26

/** A bar a line: what was kept, and what was missed. It needs nothing from elsewhere. */
export function cadenceSvg(lines: readonly CadenceLine[]): string {
  const height = lines.length * ROW + 4
  const rows = lines.map((line, row) => {
    const y = row * ROW
    const share = keptShare(line)
    const kept = Math.round((BAR * share) / 100)
    const text = (x: number, words: string) =>
      `<text x="${x}" y="${y + 17}" font-size="13" font-family="sans-serif" fill="#5f6670">${escapeHtml(words)}</text>`
    return [
      text(0, `${line.department} ${line.pace}`),
      `<rect x="${LABEL}" y="${y + 4}" width="${BAR}" height="16" fill="#e3b0a8"/>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${kept}" height="16" fill="#3f8f68"/>`,
      text(LABEL + BAR + 10, `${share} %`),
    ].join('')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" style="max-width:100%;height:auto">${rows.join('')}</svg>`
}

/** The same for readers of text. */
export function cadenceBars(lines: readonly CadenceLine[]): string {
  const labels = lines.map(({ department, pace }) => `${department} ${pace}`)
  const widest = Math.max(0, ...labels.map((label) => label.length))
  return lines
    .map((line, row) => {
      const full = Math.floor(keptShare(line) / 10)
      const bar = '#'.repeat(full) + '.'.repeat(10 - full)
      return `${(labels[row] ?? '').padEnd(widest)} ${bar} ${keptShare(line)} %`
    })
    .join('\n')
}
