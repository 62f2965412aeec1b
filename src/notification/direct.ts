/** Fills a compiled template; throws where it cannot. */
export type Fill = (values: object) => string

/** What becomes of a value that `{{name}}` shows, and of one that `{{lines name}}` shows. */
export interface Manner {
  shown: (value: unknown) => string
  lines: (value: unknown) => string
}

type Fills = (scope: unknown) => string
type Finds = (scope: unknown) => unknown

/**
 * Fills by itself what templates are mostly made of: text, `{{a.b}}`, `{{lines a.b}}` and blocks of
 * if, unless, each and with. Handlebars' own runtime takes several times as long, which every mail
 * would pay. What else a template or its values hold is beyond it, here or when it is filled: then
 * it throws, and Handlebars has to do it, or to say what is wrong.
 */
export function direct(template: hbs.AST.Program, manner: Manner): Fill {
  return programOf(template, manner)
}

function programOf(program: hbs.AST.Program | undefined, manner: Manner): Fills {
  if (program?.blockParams?.length) throw beyond()
  const pieces: (string | Fills)[] = []
  for (const statement of program?.body ?? []) {
    const piece = pieceOf(statement, manner)
    const before = pieces.at(-1)
    if (typeof piece === 'string' && typeof before === 'string') pieces.pop()
    pieces.push(typeof piece === 'string' && typeof before === 'string' ? before + piece : piece)
  }
  return (scope) => {
    let text = ''
    for (const piece of pieces) {
      text = continued(text, typeof piece === 'string' ? piece : piece(scope))
    }
    return text
  }
}

/** Right there, or behind what only ends bold type; an ellipsis is none. */
const FULL_STOP = /^((?:<\/\w+>)*)\.(?!\.)/
const ENDED = /\.(?:<\/\w+>)*$/

/** "Initech S.L." at the end of a sentence is its full stop already. */
function continued(text: string, next: string): string {
  const ends = FULL_STOP.test(next) && ENDED.test(text.slice(-40))
  return text + (ends ? next.replace(FULL_STOP, '$1') : next)
}

function pieceOf(statement: hbs.AST.Statement, manner: Manner): string | Fills {
  switch (statement.type) {
    case 'CommentStatement':
      return ''
    case 'ContentStatement':
      return (statement as hbs.AST.ContentStatement).value
    case 'MustacheStatement':
      return mustacheOf(statement as hbs.AST.MustacheStatement, manner)
    case 'BlockStatement':
      return blockOf(statement as hbs.AST.BlockStatement, manner)
    default:
      throw beyond()
  }
}

/** They mean something else than a value of that name. */
const HELPERS = /^(lines|if|unless|each|with|log|lookup|helperMissing|blockHelperMissing)$/

function mustacheOf(
  { path, params, hash, escaped }: hbs.AST.MustacheStatement,
  { shown, lines }: Manner,
): Fills {
  if (!('parts' in path) || hash || !escaped) throw beyond()
  if (params.length === 1 && path.original === 'lines') {
    const written = finds(params[0])
    return (scope) => lines(written(scope))
  }
  if (params.length > 0 || HELPERS.test(path.original)) throw beyond()
  const value = finds(path)
  return (scope) => shown(value(scope))
}

function blockOf(
  { path, params, hash, program, inverse }: hbs.AST.BlockStatement,
  manner: Manner,
): Fills {
  if (params.length !== 1 || hash) throw beyond()
  const asked = asks(finds(params[0]))
  const fill = programOf(program, manner)
  const otherwise = programOf(inverse, manner)
  switch (path.original) {
    case 'if':
      return (scope) => (isThere(asked(scope)) ? fill(scope) : otherwise(scope))
    case 'unless':
      return (scope) => (isThere(asked(scope)) ? otherwise(scope) : fill(scope))
    case 'with':
      return (scope) => {
        const value = asked(scope)
        return isThere(value) || value === 0 ? fill(value) : otherwise(scope)
      }
    case 'each':
      return (scope) => {
        const all = asked(scope) ?? []
        if (!Array.isArray(all)) throw beyond()
        return all.length > 0 ? all.map(fill).join('') : otherwise(scope)
      }
    default:
      throw beyond()
  }
}

/** What a condition takes for yes. */
function isThere(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

/** A block must not ask for what is not there: a misspelt condition would just be false. */
function asks(find: Finds): Finds {
  return (scope) => {
    const value = find(scope)
    if (value === undefined) throw beyond()
    return value
  }
}

/** Own values only: whatever every object has is nothing that a template may name. */
function finds(expression: hbs.AST.Expression | undefined): Finds {
  if (expression?.type !== 'PathExpression') throw beyond()
  const { data, depth, parts } = expression as hbs.AST.PathExpression
  if (data || depth > 0) throw beyond()
  return (scope) => {
    let value = scope
    for (const name of parts) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) throw beyond()
      value = (value as Record<string, unknown>)[name]
    }
    if (typeof value === 'function') throw beyond()
    return value
  }
}

function beyond(): Error {
  return new Error('only Handlebars itself can fill this')
}
