import { Failure } from '../errors.ts'
import { oneLine } from '../message/unicode.ts'
import type { Fill } from './direct.ts'
import { compile, type Format } from './handlebars.ts'
import type { Parts } from './joined.ts'
import { LOOK } from './look.ts'
import { type FrontName, readMarkup } from './markup.ts'
import { withFactsJoined } from './markup-html.ts'
import { readTemplateFiles, type TemplateFile } from './template-files.ts'

/** A mail in words; the front lines that its template lacks are null. Each of them is one line. */
export interface Rendered {
  subject: string | null
  from: string | null
  text: string
  html: string
}

export interface Listed {
  name: string
  languages: string[]
  /** The languages in which the operator's own is used. */
  own: string[]
}

export interface Templates {
  /**
   * Fills the template in the first of the languages that has it. Throws a Failure `template` that
   * names file and line for a variable, helper or part that is not there. `inHtml` holds the values
   * that are others in the HTML part.
   */
  render(name: string, languages: readonly string[], values: object, inHtml?: object): Rendered
  /** The first of the languages that has the template. */
  languageOf(name: string, languages: readonly string[]): string
  list(): Listed[]
}

interface Mail {
  language: string
  render: (values: object, inHtml: object) => Rendered
}

/** A part that others include: `_greeting.hbs` is `{{> greeting}}`. */
const isPart = (name: string) => name.startsWith('_')

/** Reads all templates; each is compiled when it is first used, and kept. */
export function loadTemplates(ownFolder: string | null): Templates {
  const files = readTemplateFiles(ownFolder)
  const partsIn = keptBy((chain: readonly string[]) => readParts(files, chain))
  const mailIn = keptBy(([name = '', ...languages]: readonly string[]) =>
    readMail(name, fallback(languages), files, partsIn),
  )
  return {
    render: (name, languages, values, inHtml = {}) =>
      mailIn([name, ...languages]).render(values, inHtml),
    languageOf: (name, languages) => mailIn([name, ...languages]).language,
    list: () => listed(files),
  }
}

/** Makes what the words stand for once. */
function keptBy<T>(make: (words: readonly string[]) => T): (words: readonly string[]) => T {
  const kept = new Map<string, T>()
  return (words) => {
    const key = words.join(' ')
    const known = kept.get(key) ?? make(words)
    kept.set(key, known)
    return known
  }
}

/** `es-MX` also means `es`; en is complete and comes last. */
function fallback(languages: readonly string[]): string[] {
  return [...new Set([...languages.flatMap((l) => [l, l.replace(/-.*/, '')]), 'en'])]
}

function find(
  files: Map<string, TemplateFile>,
  name: string,
  chain: readonly string[],
): { language: string; template: TemplateFile } {
  for (const language of chain) {
    const template = files.get(`${language}/${name}`)
    if (template && !isPart(name)) return { language, template }
  }
  throw missing(name)
}

function missing(name: string): Failure {
  return new Failure('template', `There is no template ${name}.`, {
    advice: '`ticketd template list` shows all of them.',
  })
}

function readMail(
  name: string,
  chain: readonly string[],
  files: Map<string, TemplateFile>,
  partsIn: (chain: readonly string[]) => Record<Format, Parts>,
): Mail {
  const { language, template: mail } = find(files, name, chain)
  const layout = files.get('layout.html')
  if (!layout) throw missing('layout.html')
  const { front, text, html } = readMarkup(mail.source, mail.file, 'mail')
  const parts = partsIn([language, ...chain.filter((one) => one !== language)])
  const body = (source: string) => ({ body: { source, file: mail.file } })
  const textParts: Parts & ReturnType<typeof body> = { ...parts.text, ...body(text) }
  const { source, file } = textParts.frame ?? textParts.body
  const frame = compile(source, file, 'text', textParts)
  const shell = compile(layout.source, layout.file, 'html', { ...parts.html, ...body(html) })
  const line = (part: FrontName): Fill | null => {
    const written = front[part]
    // Line ends in front of it make errors name its line.
    return written
      ? compile('\n'.repeat(written.line - 1) + written.value, mail.file, 'text')
      : null
  }
  const [subject, from, preview] = [line('Subject'), line('From'), line('Preview')]
  return {
    language,
    render: (values, inHtml) => {
      const shown = { ...values, language, preview: preview ? oneLine(preview(values)) : '' }
      return {
        subject: subject ? oneLine(subject(values)) : null,
        from: from ? oneLine(from(values)) : null,
        text: frame(shown),
        html: withFactsJoined(shell(Object.assign(shown, inHtml))),
      }
    },
  }
}

/** Each part in the first of the languages that has it. */
function readParts(
  files: Map<string, TemplateFile>,
  chain: readonly string[],
): Record<Format, Parts> {
  const parts: Record<Format, Parts> = { text: {}, html: {} }
  for (const [key, { file, source }] of files) {
    const [language = '', name = ''] = key.split('/')
    if (!isPart(name) || chain.find((one) => files.has(`${one}/${name}`)) !== language) continue
    const { text, html } = readMarkup(source, file, 'part')
    const part = name.slice(1)
    parts.text[part] = { file, source: text }
    parts.html[part] = { file, source: part === 'frame' ? `${LOOK.frame}${html}</div>` : html }
  }
  return parts
}

function listed(files: Map<string, TemplateFile>): Listed[] {
  const rows = new Map<string, Listed>()
  for (const [key, { own }] of files) {
    const [language = '', name] = key.split('/')
    if (name === undefined || isPart(name)) continue
    const row = rows.get(name) ?? { name, languages: [], own: [] }
    rows.set(name, row)
    row.languages.push(language)
    if (own) row.own.push(language)
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name))
}
