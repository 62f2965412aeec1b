import Handlebars from 'handlebars'

/** A template, or a part that templates include, and the file that it is in. */
export interface Source {
  source: string
  file: string
}

/** By the name that includes them: `greeting` is `{{> greeting}}`. */
export type Parts = Record<string, Source>

/**
 * A template with its parts in the places where they are asked for: asking for each of them at
 * every mail costs more than all the rest. What asks in a way of its own (with values, indented, of
 * itself) is left as it is.
 */
export function joined(source: string, parts: Parts): hbs.AST.Program {
  return withParts(Handlebars.parse(source), parts)
}

function withParts(program: hbs.AST.Program, parts: Parts): hbs.AST.Program {
  const body = program.body.flatMap((statement): hbs.AST.Statement[] => {
    const part = partOf(statement, parts)
    if (part) return withParts(Handlebars.parse(part.source.source), part.others).body
    return [isBlock(statement) ? withPartsInside(statement, parts) : statement]
  })
  return { ...program, body }
}

function withPartsInside(block: hbs.AST.BlockStatement, parts: Parts): hbs.AST.BlockStatement {
  // With only an else there is no program, without one no inverse, whatever the types say.
  const { program, inverse } = block as Partial<hbs.AST.BlockStatement>
  return {
    ...block,
    ...(program && { program: withParts(program, parts) }),
    ...(inverse && { inverse: withParts(inverse, parts) }),
  }
}

/** The part that a statement plainly asks for, and the parts that may be put into that one. */
function partOf(
  statement: hbs.AST.Statement,
  parts: Parts,
): { source: Source; others: Parts } | null {
  if (statement.type !== 'PartialStatement') return null
  const { name, params, hash, indent } = statement as hbs.AST.PartialStatement
  if (!('original' in name) || params.length > 0 || hash || indent) return null
  const { [String(name.original)]: source, ...others } = parts
  return source ? { source, others } : null
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === 'BlockStatement'
}
