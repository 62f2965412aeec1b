import type { DirectoryFault, DirectoryWords, Place, UserFault } from './directory-fault.ts'
import { directoryWordsEn } from './languages/directory-en.ts'
import { directoryWordsEs } from './languages/directory-es.ts'

const WORDS: Record<string, DirectoryWords> = { en: directoryWordsEn, es: directoryWordsEs }

/** In the language (`es-MX` is `es`), else in English. */
export function sayDirectoryFault(fault: DirectoryFault, language: string): string {
  return (WORDS[language.replace(/-.*/, '')] ?? directoryWordsEn).whole(fault)
}

/** For the operator. */
export function shownFault({ place, fault }: { place: Place; fault: UserFault }): {
  place: string
  text: string
} {
  return { place: directoryWordsEn.place(place), text: directoryWordsEn.user(fault) }
}
