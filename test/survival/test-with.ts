import { test } from '@jest/globals'

/** A test that is skipped where something is missing (`why` says what), and says so loudly. */
export function testWith(why: string | null) {
  if (why === null) return test
  process.stderr.write(`\nSKIPPED: a test of a disk that cannot be written. ${why}\n\n`)
  return test.skip
}
