import { en } from './en.ts'
import { es } from './es.ts'
import { CALL_TYPES, FIELDS, type FieldName, type FieldWords, PRIORITIES } from './words.ts'

const LANGUAGES: Record<string, FieldWords> = { en, es }

/** The words of a language, such as `es` or `es-MX`; English for any other. */
export function fieldWordsOf(language: string): FieldWords {
  return LANGUAGES[language.replace(/-.*/, '')] ?? en
}

/** The form in which words are compared: case, accents and doubled spaces aside. */
export function wordKey(written: string): string {
  return written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

type Choice<Key extends string> = (words: FieldWords) => Record<Key, readonly string[]>

function byWord<Key extends string>(keys: readonly Key[], pick: Choice<Key>): Map<string, Key> {
  return new Map(
    Object.values(LANGUAGES).flatMap((words) =>
      keys.flatMap((key) => pick(words)[key].map((word): [string, Key] => [wordKey(word), key])),
    ),
  )
}

const NAMES = byWord<FieldName>(FIELDS, (words) => words.names)
const PRIORITY_WORDS = byWord(PRIORITIES, (words) => words.priorities)
const CALL_TYPE_WORDS = byWord(CALL_TYPES, (words) => words.callTypes)

/** The field of this name in any language. */
export function fieldNamed(written: string): FieldName | undefined {
  return NAMES.get(wordKey(written))
}

/** `P1 (emergency)` and `P1 - emergency` are read by their first word. */
export function priorityNamed(written: string): (typeof PRIORITIES)[number] | undefined {
  const first = /^p[123]\b/i.exec(written.trim())?.[0] ?? written
  return PRIORITY_WORDS.get(wordKey(first.replace(/[.!]+$/, '')))
}

export function callTypeNamed(written: string): (typeof CALL_TYPES)[number] | undefined {
  return CALL_TYPE_WORDS.get(wordKey(written.replace(/[.!]+$/, '')))
}
