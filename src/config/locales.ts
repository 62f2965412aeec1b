import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Fault } from './faults.ts'
import { LANGUAGE } from './values.ts'
import { at } from './written.ts'

/** The languages of the templates that come with the program; both are complete. */
const SHIPPED = ['en', 'es']

/**
 * The languages in which mails can be written: ours, and those for which the operator's own folder
 * (absolute; undefined: there is none) has templates.
 */
export function knownLocales(templates: string | undefined): string[] {
  const own = templates === undefined ? [] : subfolders(templates).filter((it) => LANGUAGE.test(it))
  return [...new Set([...SHIPPED, ...own])].sort()
}

/**
 * What is wrong with a language that somebody asks for, or undefined. `es-MX` is written in `es`
 * where it has no templates of its own.
 */
export function localeFault(locale: string, known: readonly string[]): string | undefined {
  if (LANGUAGE.test(locale)) {
    if (known.includes(locale) || known.includes(locale.replace(/-.*/, ''))) return undefined
  }
  return `must be a language that mails are written in: ${known.join(', ')}`
}

/** The desk's own language must be one of them; `folder` is where relative paths start. */
export function languageFaults(written: unknown, folder: string): Fault[] {
  const locale = at(at(written, 'desk'), 'locale')
  if (typeof locale !== 'string' || !LANGUAGE.test(locale)) return []
  const own = at(written, 'templates')
  const known = knownLocales(typeof own === 'string' ? resolve(folder, own) : undefined)
  const text = localeFault(locale, known)
  return text === undefined ? [] : [{ path: 'desk.locale', text }]
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && hasTemplates(join(folder, entry.name)))
      .map((entry) => entry.name)
  } catch {
    // A folder that is not there is told of where its templates are read.
    return []
  }
}

function hasTemplates(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith('.hbs'))
}
