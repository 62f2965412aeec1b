import { fieldWordsOf } from '../ticket/field-words/index.ts'
import type { FieldName } from '../ticket/field-words/words.ts'
import { nameOf } from './opened.ts'
import { titleIn } from './title.ts'

/** A blank form for one account: what each line may say. */
export interface CaseFormFacts {
  fields: readonly FieldName[]
  required: readonly FieldName[]
  reasons: readonly string[]
  features: readonly string[]
  /** More than one: then the line asks for something. */
  departments: readonly { name: string; title: Record<string, string> }[]
}

export function caseFormFields(form: CaseFormFacts, language: string) {
  const words = fieldWordsOf(language)
  const named = (field: FieldName) => nameOf(field, words)
  const titled = ({ name, title }: CaseFormFacts['departments'][number]) =>
    titleIn(language, title) ?? name
  const all = (list: readonly string[]) => (list.length === 0 ? null : list.join(', '))
  return {
    lines: form.fields.map(named),
    required: all(form.required.map(named)),
    reasons: all(form.reasons),
    features: all(form.features),
    departments: form.departments.length > 1 ? all(form.departments.map(titled)) : null,
    callTypes: Object.values(words.callTypes)
      .map(([first]) => first)
      .join(', '),
  }
}
