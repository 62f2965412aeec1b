import { colourOf, letterColour, markerColour } from './colour.ts'

/** Dark letters for a marked text, whatever the screen's own are. */
const ON_MARKER = '#1f2328'

/** What may stand behind a property: the value as it goes out, or null. */
type Judge = (value: string) => string | null

/**
 * The part of a style that says how words look, and nothing that could move, cover, hide or fetch
 * something: properties by list, each value rebuilt from what was understood of it.
 */
export function safeStyle(style: string): string {
  const kept = new Map<string, string>()
  for (const declaration of style.slice(0, MOST_STYLE).split(';')) {
    const colon = declaration.indexOf(':')
    const written = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase()
    const property = written === 'background' ? 'background-color' : written
    const judge = JUDGES.get(property)
    const value =
      judge?.(
        declaration
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      ) ?? null
    // The last one counts, as in a browser.
    if (value === null) continue
    kept.delete(property)
    kept.set(property, value)
  }
  if (kept.has('background-color') && !kept.has('color')) kept.set('color', ON_MARKER)
  return [...kept].map(([property, value]) => `${property}:${value}`).join(';')
}

/** No mail program writes more for one element. */
const MOST_STYLE = 4000

function oneOf(...words: string[]): Judge {
  return (value) => (words.includes(value) ? value : null)
}

/** Units in CSS pixels. */
const UNITS: Record<string, number> = { px: 1, pt: 4 / 3, em: 16, rem: 16, in: 96, cm: 37.8 }

function lengthIn(value: string): number | null {
  const found = /^(\d{0,4}(?:\.\d{1,6})?)(px|pt|em|rem|in|cm)?$/.exec(value)
  if (!found || value === '' || value.startsWith('.')) return null
  const amount = Number(found[1])
  if (found[2] === undefined) return amount === 0 ? 0 : null
  return Number.isNaN(amount) ? null : amount * (UNITS[found[2]] ?? 0)
}

function lengthBetween(least: number, most: number): Judge {
  return (value) => {
    const pixels = lengthIn(value)
    return pixels !== null && pixels >= least && pixels <= most ? value : null
  }
}

function listOf(judge: Judge, most: number): Judge {
  return (value) => {
    const words = value.split(/\s+/)
    if (words.length > most) return null
    const judged = words.map(judge)
    return judged.includes(null) ? null : judged.join(' ')
  }
}

function either(...judges: Judge[]): Judge {
  return (value) => {
    for (const judge of judges) {
      const judged = judge(value)
      if (judged !== null) return judged
    }
    return null
  }
}

const percent: Judge = (value) => (/^\d{1,2}(?:\.\d{1,4})?%$|^100%$/.test(value) ? value : null)
const spaceAround = listOf(lengthBetween(0, 60), 4)
const lineStyle = oneOf('solid', 'dashed', 'dotted', 'double', 'none')
const lineColour: Judge = (value) => (value === 'windowtext' ? 'currentcolor' : colourOf(value))
const line = listOf(
  either(lengthBetween(0, 6), lineStyle, lineColour, oneOf('currentcolor', 'thin', 'medium')),
  3,
)
/** Sizes that do not shrink with every element around them. */
const fontSize = either(
  (value) => (/(?:px|pt)$/.test(value) ? lengthBetween(9, 40)(value) : null),
  oneOf('small', 'medium', 'large', 'x-large'),
)
/**
 * Quotes are dropped with what else could end a value; fonts of pictures make other words of words.
 */
const fontFamily: Judge = (value) => {
  const plain = value.replace(/["']/g, '').trim()
  if (/dings|symbol/.test(plain)) return null
  return /^[\p{L}\p{N}][\p{L}\p{N} ,-]{0,200}$/u.test(plain) ? plain : null
}
const lineHeight: Judge = (value) =>
  /^(?:normal|[12](?:\.\d{1,4})?|1\d\d(?:\.\d{1,4})?%|200%)$/.test(value) ? value : null

const SIDES = ['top', 'right', 'bottom', 'left']
const sidesOf = (property: string) => SIDES.map((side) => `${property}-${side}`)

const JUDGES = new Map<string, Judge>([
  ['color', letterColour],
  ['background-color', markerColour],
  ['font-family', fontFamily],
  ['font-size', fontSize],
  ['font-weight', either(oneOf('normal', 'bold', 'bolder', 'lighter'), weight)],
  ['font-style', oneOf('normal', 'italic', 'oblique')],
  ['text-decoration', listOf(oneOf('underline', 'line-through', 'none'), 2)],
  ['text-align', oneOf('left', 'right', 'center', 'justify', 'start', 'end')],
  ['vertical-align', oneOf('baseline', 'sub', 'super', 'top', 'middle', 'bottom')],
  ['line-height', lineHeight],
  ['white-space', oneOf('normal', 'pre-wrap', 'pre-line')],
  ['list-style-type', oneOf('disc', 'circle', 'square', 'decimal', 'lower-alpha', 'lower-roman')],
  ['border-collapse', oneOf('collapse', 'separate')],
  ['width', either(lengthBetween(1, 1200), percent)],
  ['max-width', either(lengthBetween(100, 1200), percent)],
  ...['border', ...sidesOf('border')].map((property): [string, Judge] => [property, line]),
  ...['padding', 'margin', ...sidesOf('padding'), ...sidesOf('margin')].map(
    (property): [string, Judge] => [property, spaceAround],
  ),
])

function weight(value: string): string | null {
  return /^[1-9]00$/.test(value) ? value : null
}
