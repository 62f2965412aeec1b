import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure, sentence } from '../errors.ts'

export interface TemplateFile {
  /** As errors name it: `templates/en/customer-opened.hbs`, or the path of the operator's own. */
  file: string
  source: string
  own: boolean
}

/**
 * Every template by `language/name`, and the layout by its name alone: those that come with the
 * program, each replaced by the operator's own of the same place. Read once, at start.
 */
export function readTemplateFiles(ownFolder: string | null): Map<string, TemplateFile> {
  const shipped = dirname(fileURLToPath(import.meta.resolve('#templates/layout.html.hbs')))
  const files = readFolder(shipped, 'templates', false)
  if (ownFolder !== null) {
    for (const [key, file] of readFolder(ownFolder, ownFolder, true)) files.set(key, file)
  }
  return files
}

/** A folder that is named as BCP 47 names a language. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z\d]{2,8})*$/

function readFolder(folder: string, shown: string, own: boolean): Map<string, TemplateFile> {
  const files = new Map<string, TemplateFile>()
  const add = (path: string, language: string | null) => {
    const file = join(shown, language ?? '', path)
    const source = read(() => readFileSync(join(folder, language ?? '', path), 'utf8'), file)
    const name = path.replace(/\.hbs$/, '')
    files.set(language === null ? name : `${language}/${name}`, { file, source, own })
  }
  for (const entry of read(() => readdirSync(folder, { withFileTypes: true }), shown)) {
    if (entry.name.endsWith('.hbs')) add(entry.name, null)
    if (!entry.isDirectory() || !LANGUAGE.test(entry.name)) continue
    for (const name of read(() => readdirSync(join(folder, entry.name)), shown)) {
      if (name.endsWith('.hbs')) add(name, entry.name)
    }
  }
  return files
}

function read<T>(what: () => T, file: string): T {
  try {
    return what()
  } catch (cause) {
    throw new Failure('template', `${file} cannot be read: ${sentence(cause)}`, {
      advice: 'Check `templates` in the configuration and the rights of the folder.',
      cause,
    })
  }
}
