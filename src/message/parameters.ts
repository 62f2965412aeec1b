import { decodeText } from './charset.ts'
import { decodeWords } from './encoded-words.ts'
import { unicode } from './headers.ts'

/** Longer headers are cut: a name is short, a flood is not. */
const longest = 64 * 1024
const mostSections = 1000

/** A quoted string, also one that is never closed, or everything up to the next semicolon. */
const parameter = /;\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^;]*))/gs

interface Section {
  index: number
  isEncoded: boolean
  value: string
}

/**
 * A parameter of Content-Type or Content-Disposition as Unicode, in all forms that are written: RFC
 * 2231 (in sections out of order, with or without a charset), encoded words in quotes against RFC
 * 2047 section 5, undeclared 8-bit. The form of RFC 2231 counts before a plain one. `value` has one
 * character a byte; null when the parameter is absent or empty.
 */
export function textParameter(value: string, name: string): string | null {
  let plain: string | null = null
  const sections: Section[] = []
  for (const [, key = '', quoted, bare] of value.slice(0, longest).matchAll(parameter)) {
    const [base, index, star] = key.toLowerCase().split('*')
    if (base !== name) continue
    // A backslash escapes a quote or itself; before anything else it stands in a Windows path.
    const text = quoted?.replace(/\\(["\\])/g, '$1') ?? bare?.trim() ?? ''
    if (index === undefined) plain ??= text
    else if (sections.length < mostSections)
      sections.push({
        index: Number(index) || 0,
        isEncoded: index === '' || star === '',
        value: text,
      })
  }
  const found = sections.length > 0 ? joined(sections) : ''
  return found || (plain ? decodeWords(unicode(plain)) : null)
}

/** RFC 2231 sections 3 and 4: the charset stands in the first section, before two quotes. */
function joined(sections: Section[]): string {
  const inOrder = [...sections].sort((a, b) => a.index - b.index)
  if (inOrder.every(({ isEncoded }) => !isEncoded))
    return decodeWords(unicode(inOrder.map(({ value }) => value).join('')))
  const [first] = inOrder
  const named = /^([^']{0,40})'[^']{0,40}'/.exec(first?.value ?? '')
  const bytes = inOrder.map(({ value, isEncoded }) => {
    const text = named && value === first?.value ? value.slice(named[0].length) : value
    return isEncoded ? percentDecoded(text) : Buffer.from(text, 'latin1')
  })
  return decodeText(Buffer.concat(bytes), named?.[1] ?? null).text
}

function percentDecoded(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
