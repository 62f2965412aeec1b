import { Failure, sentence } from '../../errors.ts'
import { wholeNumber } from '../arguments.ts'

/** Gathers the numbers of an argument that may be given several times. */
export function wholeNumbers(written: string, before: number[] | undefined): number[] {
  return [...(before ?? []), wholeNumber(written)]
}

/** What became of several numbers: one that cannot be done is no reason to leave the others. */
export interface Each<T> {
  done: { id: number; is: T }[]
  failed: Failure[]
}

/** Does it to every number once; what is no refusal ends it. */
export async function each<T>(
  ids: readonly number[],
  act: (id: number) => Promise<T>,
): Promise<Each<T>> {
  const all: Each<T> = { done: [], failed: [] }
  for (const id of new Set(ids)) {
    try {
      all.done.push({ id, is: await act(id) })
    } catch (error) {
      if (!(error instanceof Failure) || error.lasting === 'temporary') throw error
      all.failed.push(error)
    }
  }
  return all
}

/** Throws all that could not be done as one. */
export function throwFailed({ failed }: Pick<Each<unknown>, 'failed'>): void {
  const [first, ...more] = failed
  if (first === undefined) return
  if (more.length === 0) throw first
  throw new Failure(first.code, failed.map(saidOf).join('\n  '))
}

function saidOf(failure: Failure): string {
  return failure.advice === undefined ? sentence(failure) : `${sentence(failure)} ${failure.advice}`
}
