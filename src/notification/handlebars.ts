import Handlebars from 'handlebars'
import { Failure, sentence } from '../errors.ts'
import { joined, type Parts, type Source } from './joined.ts'
import { LOOK } from './look.ts'
import { fault } from './markup.ts'
import { escapeHtml } from './markup-html.ts'

export type Format = 'text' | 'html'

/** Fills a compiled template; throws a Failure that names the file and the line. */
export type Fill = (values: object) => string

/** HTML that was sanitised: it goes into the HTML part as it is. */
export interface Written {
  sanitised: string
}

/** Isolated, with one helper of our own: `{{lines text}}` shows text that a person wrote. */
const engines: Record<Format, typeof Handlebars> = {
  text: engine((written) => written),
  html: engine((written) => new Handlebars.SafeString(asHtml(written))),
}

function engine(lines: (written: string | Written) => unknown): typeof Handlebars {
  const own = Handlebars.create()
  own.registerHelper('lines', (written: unknown) =>
    lines(isWritten(written) ? written : String(written)),
  )
  for (const name of ['if', 'unless', 'each', 'with']) askOnlyWhatIsThere(own, name)
  return own
}

function isWritten(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && 'sanitised' in value
}

function asHtml(written: string | Written): string {
  return isWritten(written) ? written.sanitised : linesAsHtml(written)
}

/** Handlebars is not strict about what a block asks for: a misspelt condition would just be false. */
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
 * Where there is one, the parts are filled one by one: then it is known which file it is in.
 */
export function compile(source: string, file: string, format: Format, parts: Parts = {}): Fill {
  const own = engines[format]
  const options = { ...STRICT, noEscape: format === 'text' }
  // The lines that a tag has for itself went when the template and its parts were read.
  const asOne = { ...options, data: false, ignoreStandalone: true }
  let whole: Filler | null = null
  let apart: Filler | null = null
  return (values) => {
    try {
      whole ??= own.compile(joined(source, parts), asOne)
      return whole(values)
    } catch {
      const named = (one: Source) => naming(one.file, own.compile(one.source, options))
      const partials = () => Object.entries(parts).map(([name, part]) => [name, named(part)])
      apart ??= withPartials(named({ source, file }), Object.fromEntries(partials()))
      return apart(values)
    }
  }
}

type Filler = Handlebars.TemplateDelegate

const STRICT = {
  strict: true,
  knownHelpers: { lines: true, log: false, lookup: false },
  knownHelpersOnly: true,
}

function withPartials(fill: Filler, partials: Record<string, Filler>): Filler {
  return (values) => fill(values, { partials })
}

/** What fails within is a Failure of this file, unless it is one of a part already. */
function naming(file: string, fill: Filler): Filler {
  return (values, options) => {
    try {
      return fill(values, options)
    } catch (error) {
      throw asFailure(error, file)
    }
  }
}

function asFailure(error: unknown, file: string): Failure {
  if (error instanceof Failure) return error
  const said = sentence(error)
  const line =
    (error as { lineNumber?: number }).lineNumber ?? Number(/ on line (\d+)/.exec(said)?.[1] ?? 1)
  const what = said
    .replace(/^Parse error on line \d+: /, 'not a template: ')
    .replace(/^"(.*?)" not defined in .*$/, 'there is no variable {{$1}} here')
    .replace(/ - \d+:\d+$/, '')
  return fault(file, line, what)
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
