/** Where a text stops being JSON, and what is wrong there. Lines and columns count from 1. */
export interface JsonFault {
  line: number
  column: number
  text: string
}

const BLANK = /[ \t\r\n]*/y
const STRING = /"(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy
const PLAIN = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y

/**
 * The first fault of a JSON text (RFC 8259), or undefined. `JSON.parse` of Node 20 names no
 * place for most faults and takes the last of two equal keys without a word: both cost an
 * operator an evening.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  let at = 0
  try {
    value()
    if (at < text.length) expected('the end of the file')
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault
    return { ...placeOf(text, at), text: fault.message }
  }
  return undefined

  function value(): void {
    skip(BLANK)
    if (text[at] === '{') list('}', member(new Set()))
    else if (text[at] === '[') list(']', value)
    else if (skip(STRING) === '' && skip(PLAIN) === '') expected('a value')
    skip(BLANK)
  }

  function list(end: string, item: () => void): void {
    at += 1
    skip(BLANK)
    let more = text[at] !== end
    while (more) {
      item()
      more = text[at] === ','
      if (more) at += 1
      else if (text[at] !== end) expected(`a comma or ${end}`)
    }
    at += 1
  }

  function member(keys: Set<string>): () => void {
    return () => {
      skip(BLANK)
      const start = at
      const key = skip(STRING)
      if (key === '') expected('a key in double quotes')
      if (keys.has(key)) {
        at = start
        throw new SyntaxError(`the key ${key} is given twice`)
      }
      keys.add(key)
      skip(BLANK)
      if (text[at] !== ':') expected('a colon')
      at += 1
      value()
    }
  }

  function skip(form: RegExp): string {
    form.lastIndex = at
    const [found = ''] = form.exec(text) ?? []
    at += found.length
    return found
  }

  function expected(what: string): never {
    const found = at < text.length ? JSON.stringify(text[at]) : 'the end of the file'
    throw new SyntaxError(`expected ${what}, found ${found}`)
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
