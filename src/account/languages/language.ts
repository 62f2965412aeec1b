import type { RegistrationFault, RegistrationField } from '../registration.ts'

/** How people register in one language. */
export interface RegistrationWords {
  /** BCP 47. */
  locale: string
  /** How people call it, in any language. */
  called: readonly string[]
  /** How a field may be called; the first is what we call it. */
  fields: Record<RegistrationField, readonly [string, ...string[]]>
  /** What stands at the end of the terms, to be written back. */
  accept: string
  /** Goes on after the name of the field. */
  fault(fault: RegistrationFault): string
}
