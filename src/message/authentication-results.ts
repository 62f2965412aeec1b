/** One `method=result` of an Authentication-Results header with what was said about it. */
export interface Statement {
  /** Lower-case, without its version: `dkim`, `spf`, `dmarc`. */
  method: string
  /** Lower-case. */
  result: string
  reason: string | null
  /** `header.d`, `smtp.mailfrom`, `header.from`: lower-case names, values as written. */
  properties: Map<string, string>
}

export interface AuthenticationResults {
  /** Lower-case; empty for the header of Microsoft 365, which names no server. */
  authservId: string
  statements: Statement[]
}

/** `key=value`, or a word that stands alone. */
type Pair = [key: string, value: string | null]

/**
 * Reads the body of one Authentication-Results header (RFC 8601 section 2.2). Null when a
 * comment or a quoted string in it never ends: a value that a stranger chose may have been
 * made to hide the rest.
 */
export function readAuthenticationResults(header: string): AuthenticationResults | null {
  const parts = partsOf(header)
  if (!parts) return null
  const [first, ...rest] = parts
  const [name, value] = first?.[0] ?? ['', null]
  const named = value === null
  return {
    authservId: named ? name.toLowerCase().replace(/\.$/, '') : '',
    statements: (named ? rest : parts).flatMap(statementOf),
  }
}

/**
 * A part without `=` says nothing: `none`, or the recipient's domain that Exchange puts in between.
 */
function statementOf([first, ...rest]: Pair[]): Statement[] {
  if (!first || first[1] === null) return []
  const properties = new Map<string, string>()
  for (const [key, value] of rest) {
    const name = key.toLowerCase()
    if (value !== null && !properties.has(name)) properties.set(name, value)
  }
  return [
    {
      method: first[0].toLowerCase(),
      result: first[1].toLowerCase(),
      reason: properties.get('reason') ?? null,
      properties,
    },
  ]
}

/**
 * The parts between semicolons, each as its pairs; comments and folds are gone, quotes are undone.
 */
function partsOf(text: string): Pair[][] | null {
  let at = 0
  let broken = false

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  /** White space, folds and comments, which may be nested (RFC 5322 section 3.2.2). */
  const skip = () => {
    let depth = 0
    for (; at < text.length; at++) {
      const char = text.charAt(at)
      if (char === '(') depth++
      else if (depth > 0 && char === ')') depth--
      else if (depth > 0 && char === '\\') at++
      else if (depth === 0 && !/\s/.test(char)) return
    }
    if (depth > 0) broken = true
  }
  const quoted = (): string => {
    const found = take(/"(?:[^"\\]|\\.)*"/sy)
    if (found === '') {
      broken = true
      at = text.length
    }
    return found.slice(1, -1).replace(/\\(.)/gs, '$1')
  }
  /** Words and quoted strings that stand together: `"a b"@example.org` is one value. */
  const word = (plain: RegExp): string => {
    let found = ''
    for (;;) {
      if (text[at] === '"') found += quoted()
      const more = take(plain)
      found += more
      if (more === '' && text[at] !== '"') return found
    }
  }

  const parts: Pair[][] = [[]]
  for (skip(); at < text.length; skip()) {
    if (text[at] === ';') {
      at++
      parts.push([])
      continue
    }
    const key = word(/[^\s;=()/"]+/y)
    skip()
    // The version of a method (`dkim/1=pass`) says nothing more.
    if (take(/\//y)) {
      skip()
      word(/[^\s;=()"]+/y)
      skip()
    }
    if (take(/=/y)) {
      skip()
      // Base64 in a value has = and / of its own.
      parts.at(-1)?.push([key, word(/[^\s;()"]+/y)])
    } else if (key !== '') parts.at(-1)?.push([key, null])
    else at++
  }
  return broken ? null : parts
}
