import Handlebars from 'handlebars'
import { Failure, sentence } from '../errors.ts'
import { direct, type Fill, type Manner } from './direct.ts'
import { joined, type Parts, type Source } from './joined.ts'
import { LOOK } from './look.ts'
import { fault } from './markup.ts'
import { escapeHtml } from './markup-html.ts'

export type Format = 'text' | 'html'

/** HTML that was sanitised: it goes into the HTML part as it is. */
export interface Written {
  sanitised: string
}

const MANNERS: Record<Format, Manner> = {
  text: { shown: (value) => String(value ?? ''), lines: String },
  // It takes any value, whatever its type says.
  html: { shown: (value) => Handlebars.escapeExpression(value as string), lines: asHtml },
}

/** Isolated, with one helper of our own: `{{lines text}}` shows text that a person wrote. */
const engines: Record<Format, typeof Handlebars> = {
  text: engine(MANNERS.text.lines),
  html: engine((written) => new Handlebars.SafeString(asHtml(written))),
}

function engine(lines: (written: unknown) => unknown): typeof Handlebars {
  const own = Handlebars.create()
  own.registerHelper('lines', lines)
  for (const name of ['if', 'unless', 'each', 'with']) askOnlyWhatIsThere(own, name)
  return own
}

function isWritten(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && 'sanitised' in value
}

function asHtml(written: unknown): string {
  return isWritten(written) ? written.sanitised : linesAsHtml(String(written))
}

/**
 * Handlebars is not strict about what a block asks for: a misspelt condition would just be false.
 */
function askOnlyWhatIsThere(own: typeof Handlebars, name: string): void {
  const builtIn = own.helpers[name]
  own.registerHelper(name, function (this: unknown, asked: unknown, options: BlockOptions) {
    if (asked === undefined) {
      const lineNumber = options.loc.start.line
      throw Object.assign(new Error(`there is no variable for {{#${name}}} here`), { lineNumber })
    }
    return builtIn?.call(this, asked, options as unknown as Handlebars.HelperOptions)
  })
}

interface BlockOptions {
  loc: { start: { line: number } }
}

/**
 * Compiles at the first use; an unknown variable, helper or part is an error, never an empty place.
 * Where there is one, Handlebars fills the parts one by one and says which file it is in.
 */
export function compile(source: string, file: string, format: Format, parts: Parts = {}): Fill {
  let whole: Fill | null = null
  let apart: Fill | null = null
  return (values) => {
    try {
      whole ??= directly(source, format, parts)
      return whole(values)
    } catch {
      apart ??= partByPart({ source, file }, format, parts)
      return apart(values)
    }
  }
}

/** A template beyond that stays so: asking for it is not what takes its time at every mail. */
function directly(source: string, format: Format, parts: Parts): Fill {
  try {
    return direct(joined(source, parts), MANNERS[format])
  } catch (error) {
    return () => {
      throw error
    }
  }
}

type Filler = Handlebars.TemplateDelegate

const STRICT = {
  strict: true,
  knownHelpers: { lines: true, log: false, lookup: false },
  knownHelpersOnly: true,
}

/** As it is anyway, but then it is logged. */
const OWN_VALUES = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

/** What others wrote is text: no template lets it become HTML. */
function refuseUnescaped(source: string, file: string): void {
  const { index } = /\{\{~?[{&]/.exec(source) ?? {}
  if (index === undefined) return
  const line = source.slice(0, index).split('\n').length
  throw fault(file, line, 'what others wrote would be HTML with {{{…}}} or {{&…}}: write {{…}}')
}

function partByPart(template: Source, format: Format, parts: Parts): Fill {
  const filler = ({ source, file }: Source) => {
    refuseUnescaped(source, file)
    const fill = engines[format].compile(source, { ...STRICT, noEscape: format === 'text' })
    return naming({ file, source }, fill)
  }
  const partials = Object.entries(parts).map(([name, part]) => [name, filler(part)])
  const options = { partials: Object.fromEntries(partials), ...OWN_VALUES }
  const fill = filler(template)
  return (values) => fill(values, options)
}

/** What fails within is a Failure of this file, unless it is one of a part already. */
function naming(template: Source, fill: Filler): Filler {
  return (values, options) => {
    try {
      return fill(values, options)
    } catch (error) {
      throw asFailure(error, template)
    }
  }
}

function asFailure(error: unknown, { file, source }: Source): Failure {
  if (error instanceof Failure) return error
  const said = sentence(error)
  const line =
    (error as { lineNumber?: number }).lineNumber ?? Number(/ on line (\d+)/.exec(said)?.[1] ?? 1)
  const what = said
    .replace(/^Parse error on line \d+: /, 'not a template: ')
    .replace(
      /^"(.*?)" not defined in .*$/,
      (_, name: string) => `there is no variable {{${pathTo(name, source, line)}}} here`,
    )
    .replace(
      /^You specified knownHelpersOnly, but used the unknown helper (\S+)/,
      'there is no helper $1',
    )
    .replace(/ - \d+:\d+$/, '')
  return fault(file, line, what)
}

/** Handlebars names the last part of a path only: the whole, as it stands in the template. */
function pathTo(name: string, source: string, line: number): string {
  const paths = source.split('\n')[line - 1]?.match(/[\w.]+/g) ?? []
  return paths.find((path) => path.endsWith(`.${name}`)) ?? name
}

/** Line ends and indentation as written, web addresses as links, nothing else. */
function linesAsHtml(written: string): string {
  return written
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}])/)
    .map((part, index) => {
      const text = escapeHtml(part)
      return index % 2 === 1 ? `${LOOK.a(text)}${text}</a>` : spaced(text)
    })
    .join('')
}

function spaced(text: string): string {
  return text
    .replace(/^ +| {2,}/gm, (spaces) => `${'&nbsp;'.repeat(spaces.length - 1)} `)
    .replace(/\n/g, '<br>\n')
}
