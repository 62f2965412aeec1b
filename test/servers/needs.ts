import { describe, jest, test } from '@jest/globals'
import { dovecotMissing } from './dovecot.ts'

/**
 * A suite that needs a real server. Where it is missing (`why` says so) the suite fails in CI, so that
 * a green run there means that it ran, and is skipped elsewhere with a line that nobody can overlook.
 */
export function describeWith(why: string | null, title: string, suite: () => void): void {
  // A loaded machine may take long; what must be quick is measured where it matters.
  jest.setTimeout(30_000)
  if (why === null) {
    describe(title, suite)
  } else if (process.env.CI === 'true') {
    test(title, () => {
      throw new Error(`${why} Run "npm run servers" first.`)
    })
  } else {
    process.stderr.write(`\nSKIPPED: ${title}\n         ${why} "npm run servers" installs it.\n\n`)
    describe.skip(title, suite)
  }
}

/** A suite that needs a real Dovecot. */
export function describeWithDovecot(title: string, suite: () => void): void {
  describeWith(dovecotMissing(), title, suite)
}
