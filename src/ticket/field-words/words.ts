import { REQUIRABLE } from '../../config/case-fields.ts'

/** What a writer may state about a case at the top of a first mail. */
export const FIELDS = ['subject', 'department', 'account', 'priority', ...REQUIRABLE] as const
export type FieldName = (typeof FIELDS)[number]

export const CALL_TYPES = ['inbound', 'outbound', 'all'] as const
export const PRIORITIES = ['P1', 'P2', 'P3'] as const

/**
 * How people of one language name the fields and what they write into them, in lower case. Of
 * several names the first is the one that mails show.
 */
export interface FieldWords {
  names: Record<FieldName, readonly string[]>
  priorities: Record<(typeof PRIORITIES)[number], readonly string[]>
  callTypes: Record<(typeof CALL_TYPES)[number], readonly string[]>
}
