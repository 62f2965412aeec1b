import { readFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { codeOf, Failure } from '../errors.ts'

/** Terms that have to be read before they can be accepted. */
export interface Terms {
  version: string
  text: string
}

/**
 * The terms of today; null where there are none. Throws Failure `terms` when the
 * file cannot be read.
 */
export function readTerms({ registration }: Config): Terms | null {
  if (!registration.terms) return null
  const { version, path } = registration.terms
  try {
    return {
      version,
      text: readFileSync(path, 'utf8')
        .replace(/^\uFEFF/, '')
        .trimEnd(),
    }
  } catch (error) {
    throw new Failure('terms', `The terms in ${path} cannot be read (${codeOf(error)}).`, {
      advice: 'Correct registration.terms.path in the configuration.',
    })
  }
}
