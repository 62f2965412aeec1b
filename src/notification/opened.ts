import type { Caller } from '../config/referral.ts'
import type { StatedCase } from '../ticket/case-fields.ts'
import { fieldWordsOf } from '../ticket/field-words/index.ts'
import { FIELDS, type FieldName, type FieldWords } from '../ticket/field-words/words.ts'
import { harmless } from './plain.ts'

/**
 * What the confirmation of a new ticket says besides: what was understood, and where else to turn.
 */
export interface OpenedFacts {
  caller: Caller | null
  phone: string | null
  /** Whom to ask for access or a support contract. */
  access: string | null
  stated: Omit<StatedCase, 'priority'>
}

/** These stand in the mail anyhow. */
const SHOWN_ELSEWHERE: readonly FieldName[] = ['subject', 'department', 'priority', 'account']

export function openedFields({ caller, phone, access, stated }: OpenedFacts, language: string) {
  const words = fieldWordsOf(language)
  const { fields, refused, missing } = stated
  return {
    phone,
    access,
    /** True where only an enterprise contract would open the desk itself. */
    partnerSupported: caller === 'partner-supported',
    fields: FIELDS.filter((one) => fields[one] !== undefined && !SHOWN_ELSEWHERE.includes(one)).map(
      (one) => ({ name: nameOf(one, words), value: shownValue(one, fields[one] ?? '', words) }),
    ),
    refused: refused.map(({ field, value, allowed }) => ({
      name: nameOf(field, words),
      value: harmless(value, 60),
      allowed: typeof allowed === 'string' || allowed.length === 0 ? null : allowed.join(', '),
      isDate: allowed === 'date',
    })),
    missing: missing.map((one) => nameOf(one, words)),
  }
}

/** What a mail calls a field: `Trunk provider`. */
export function nameOf(field: FieldName, { names }: FieldWords): string {
  const [first = field] = names[field]
  return first.charAt(0).toUpperCase() + first.slice(1)
}

function shownValue(field: FieldName, value: string, { callTypes }: FieldWords): string {
  const known = field === 'callType' ? callTypes[value as keyof typeof callTypes]?.[0] : undefined
  return known ?? harmless(value, 200)
}
