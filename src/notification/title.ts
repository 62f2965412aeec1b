/** A title in the language of the reader, else in English; undefined where it is in neither. */
export function titleIn(language: string, titles: Record<string, string>): string | undefined {
  return titles[language] ?? titles[language.replace(/-.*/, '')] ?? titles.en
}
