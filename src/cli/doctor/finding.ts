import { Failure, sentence } from '../../errors.ts'
import { withStop } from '../show.ts'

/** What one check of `doctor` found. */
export interface Finding {
  check: string
  status: 'ok' | 'warn' | 'fail'
  says: string
  /** What to do about it. */
  advice?: string
}

/** Does what is to be checked: its value with a good finding, or null with what went wrong. */
export async function findingOf<T>(
  check: string,
  work: () => T | Promise<T>,
  says: (value: T) => string,
): Promise<{ value: T | null; finding: Finding }> {
  try {
    const value = await work()
    return { value, finding: { check, status: 'ok', says: says(value) } }
  } catch (error) {
    const advice = error instanceof Failure && error.advice ? { advice: error.advice } : {}
    const said = error instanceof Failure ? error.message : sentence(error)
    return { value: null, finding: { check, status: 'fail', says: withStop(said), ...advice } }
  }
}
