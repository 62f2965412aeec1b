import { describe, jest, test } from '@jest/globals'
import { dovecotMissing } from './dovecot.ts'

/**
 * A suite that needs a real server. Where that is missing (`why` says so) the suite fails: a green run
 * means that all of it ran.
 */
export function describeWith(why: string | null, title: string, suite: () => void): void {
  // A loaded machine may take long; what must be quick is measured where it matters.
  jest.setTimeout(30_000)
  if (why === null) {
    describe(title, suite)
  } else {
    test(title, () => {
      throw new Error(`${why} Run "npm run servers" first, as root.`)
    })
  }
}

/** A suite that needs a real Dovecot. */
export function describeWithDovecot(title: string, suite: () => void): void {
  describeWith(dovecotMissing(), title, suite)
}
