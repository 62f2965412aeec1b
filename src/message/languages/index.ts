import { ar } from './ar.ts'
import { cs } from './cs.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { hu } from './hu.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import type { Language } from './language.ts'
import { nl } from './nl.ts'
import { no } from './no.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ro } from './ro.ts'
import { ru } from './ru.ts'
import { sv } from './sv.ts'
import { tr } from './tr.ts'
import { uk } from './uk.ts'
import { zh } from './zh.ts'

export const LANGUAGES: readonly Language[] = [
  en,
  es,
  fr,
  de,
  it,
  pt,
  nl,
  sv,
  no,
  da,
  fi,
  pl,
  cs,
  ru,
  uk,
  el,
  tr,
  ro,
  hu,
  zh,
  ja,
  ko,
  ar,
]

/**
 * All words of a kind in all languages: a mail is rarely written in the language of the program.
 */
export function wordsFor(kind: keyof Language): string[] {
  return [...new Set(LANGUAGES.flatMap((language) => language[kind]))]
}

/** The words as one alternative of a regular expression (flags `iu`), longest first. */
export function anyOf(words: string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) =>
      word
        .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
        .replace('…', '.{0,200}')
        .replace(/ /g, '\\s+'),
    )
    .join('|')
}

/** Letters of scripts that put spaces between words: a word ends where they end. */
const spaced = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]`

/** Behind words in a regular expression (flags `iu`): none of their letters' own script follows. */
export const WORD_END = `(?!(?<=${spaced})${spaced})`
