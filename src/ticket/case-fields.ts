import { type FieldLine, readFieldLines } from '../message/field-lines.ts'
import { callTypeNamed, fieldNamed, priorityNamed, wordKey } from './field-words/index.ts'
import { CALL_TYPES, FIELDS, type FieldName, PRIORITIES } from './field-words/words.ts'
import type { Priority } from './ticket.ts'

export { FIELDS, type FieldName } from './field-words/words.ts'

/** What a writer stated about a case; priorities, call types and dates in one form. */
export type CaseFields = Partial<Record<FieldName, string>>

/**
 * A value that was not taken, and what may stand in its place: `date`: a day such as 2026-12-01.
 */
export interface RefusedField {
  field: FieldName
  value: string
  allowed: readonly string[] | 'date' | 'account-id'
}

export interface ReadCase {
  fields: CaseFields
  refused: RefusedField[]
}

/** What a first mail states about its case, as it is judged for its writer. */
export interface StatedCase {
  priority: Priority
  fields: CaseFields
  /** What was not taken: the writer is shown what may stand there. */
  refused: RefusedField[]
  /** What the department asks for besides. */
  missing: FieldName[]
}

/** What one department takes; an empty list takes any text. */
export interface FieldRules {
  reasons: readonly string[]
  features: readonly string[]
  required: readonly FieldName[]
}

/** Every department with what people call it, and its rules. */
export interface FieldPolicy {
  departments: readonly { name: string; titles: readonly string[]; rules: FieldRules }[]
}

/** Characters of one value, and of a text in which fields are looked for. */
const LONGEST = 500
const MOST = 20_000

/**
 * Reads the fields at the top of a first mail; lines of another name stay text. `department`: the
 * one that the mail was written to, whose rules count unless the mail names another.
 */
export function readCase(text: string, department: string, policy: FieldPolicy): ReadCase {
  if (!MAY_STATE.test(text)) return { fields: {}, refused: [] }
  return judged(readFieldLines(text.slice(0, MOST)).fields, department, policy)
}

/** Most mails state nothing, and their first lines tell: two may greet above a colon. */
const MAY_STATE = /^\s*(?:\S[^\n:：]{0,80}\n\s*){0,2}\S[^\n:：]*[:：]/

/** How mail programs head a quote: there they are no fields. */
const HEADER_WORDS: readonly string[] = ['subject', 'asunto']

/** Reads a form that somebody filled in, above it or within its quote. */
export function readForm(text: string, department: string, policy: FieldPolicy): ReadCase {
  const lines = text
    .slice(0, MOST)
    .split('\n')
    .map((line) => line.replace(/^(\s*>)+ ?/, ''))
  const fields = lines
    .flatMap((line) => readFieldLines(line).fields)
    .filter(({ name }) => !HEADER_WORDS.includes(wordKey(name)))
  return judged(fields, department, policy)
}

function judged(lines: FieldLine[], addressed: string, policy: FieldPolicy): ReadCase {
  const written = new Map<FieldName, string>()
  for (const { name, value } of lines) {
    const field = fieldNamed(name)
    // Of a field that was filled in twice the first counts.
    if (field && value !== '' && !written.has(field)) written.set(field, value.slice(0, LONGEST))
  }
  const named = written.get('department')
  const department = named === undefined ? undefined : departmentNamed(named, policy)
  const rules = rulesOf(department ?? addressed, policy)
  const read: ReadCase = { fields: {}, refused: [] }
  for (const [field, value] of written) {
    const taken =
      field === 'department' ? oneOf(policy, department) : takenFrom(field, value, rules)
    if ('value' in taken) read.fields[field] = taken.value
    else read.refused.push({ field, value, ...taken })
  }
  return read
}

/** The fields that a department asks for and that nobody has stated. */
export function missingFields(
  fields: CaseFields,
  department: string,
  policy: FieldPolicy,
): FieldName[] {
  return rulesOf(department, policy).required.filter((field) => fields[field] === undefined)
}

/** Of a customer in the vendor's cloud these are the vendor's own. */
const NOT_IN_THE_CLOUD: readonly FieldName[] = ['version', 'build', 'trunkProvider']

/** The lines of a blank form; an account of several names its own in the mail. */
export function formFields(model: string | null, severalDepartments: boolean): FieldName[] {
  return FIELDS.filter(
    (field) =>
      field !== 'account' &&
      (field !== 'department' || severalDepartments) &&
      !(model === 'cloud' && NOT_IN_THE_CLOUD.includes(field)),
  )
}

/** What was stated, with what goes without saying for an account of this model. */
export function withDefaults(fields: CaseFields, model: string | null): CaseFields {
  const none = 'Not Applicable'
  return model === 'cloud' ? { version: none, build: none, ...fields } : fields
}

const NO_RULES: FieldRules = { reasons: [], features: [], required: [] }

/** The rules of a department; one that nobody configured takes anything. */
export function rulesOf(department: string, { departments }: FieldPolicy): FieldRules {
  return departments.find(({ name }) => name === department)?.rules ?? NO_RULES
}

type Taken = { value: string } | Pick<RefusedField, 'allowed'>

function takenFrom(field: FieldName, written: string, rules: FieldRules): Taken {
  switch (field) {
    case 'priority':
      return orAllowed(priorityNamed(written), PRIORITIES)
    case 'callType':
      return orAllowed(callTypeNamed(written), CALL_TYPES)
    case 'reason':
      return amongst(written, rules.reasons)
    case 'feature':
      return amongst(written, rules.features)
    case 'wantedDate':
      return orAllowed(dayOf(written), 'date')
    case 'account':
    case 'billing':
      return orAllowed(/^A-\d{1,15}$/i.exec(written)?.[0].toUpperCase(), 'account-id')
    default:
      return { value: written }
  }
}

function orAllowed(value: string | undefined, allowed: RefusedField['allowed']): Taken {
  return value === undefined ? { allowed } : { value }
}

/** One of a list, as the list writes it; any text where there is no list. */
function amongst(written: string, list: readonly string[]): Taken {
  if (list.length === 0) return { value: written }
  return orAllowed(
    list.find((one) => wordKey(one) === wordKey(written)),
    list,
  )
}

function departmentNamed(written: string, { departments }: FieldPolicy): string | undefined {
  const key = wordKey(written)
  return departments.find(({ name, titles }) =>
    [name, ...titles].some((one) => wordKey(one) === key),
  )?.name
}

function oneOf({ departments }: FieldPolicy, department: string | undefined): Taken {
  return orAllowed(
    department,
    departments.map(({ name, titles }) => titles[0] ?? name),
  )
}

/** A day as `2026-12-01`; `1.12.2026` is one too. A day with slashes may be two and is none. */
function dayOf(written: string): string | undefined {
  const iso = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(written)
  const dotted = /^(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})$/.exec(written)
  const [year, month, day] = iso ? iso.slice(1) : dotted ? dotted.slice(1).reverse() : []
  if (!year || !month || !day) return undefined
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  // Date takes 2026-02-31 for 3 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}
