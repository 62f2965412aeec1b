import type { Fold } from './mail.ts'

export function foldText(text: string): Fold[] {
  return text === '' ? [] : []
}

export function withoutFolds(text: string, folds: Fold[]): string {
  let out = ''
  let at = 0
  for (const fold of folds) {
    out += text.slice(at, fold.start)
    at = fold.end
  }
  return out + text.slice(at)
}
