import { Failure } from '../../errors.ts'

/** What is wrong with one field of what somebody asked for. */
export interface Fault {
  field: string
  /** Goes on after the field: "must be a mail address". */
  text: string
}

/** Refuses with all faults at once; without any nothing happens. `what` begins the sentence. */
export function refuse(what: string, faults: readonly Fault[]): void {
  const [first, ...more] = faults.map(({ field, text }) => `${field} ${text}`)
  if (first === undefined) return
  // A suggestion ends as the question that it is.
  const alone = first.endsWith('?') ? first : `${first}.`
  const said = more.length === 0 ? `${what}: ${alone}` : [`${what}:`, first, ...more].join('\n  ')
  throw new Failure('refused', said)
}
