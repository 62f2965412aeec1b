import type { DirectoryFault } from './directory-fault.ts'

/** Numbers with dots between them: `19.43.7902.0`. */
const VERSION = /^\d+(\.\d+)*$/

/**
 * Compares two versions number by number, so that 19.5 is older than 19.43;
 * below 0: `one` is older.
 */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number))
  for (let i = 0; i < Math.max(a?.length ?? 0, b?.length ?? 0); i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Why the version of a system is not enough; null when it is. */
export function versionFault(
  version: string | null,
  least: string | undefined,
): DirectoryFault | null {
  if (least === undefined) return null
  if (version === null) return { is: 'no-version', least }
  const plain = version.trim().replace(/^v/i, '')
  if (!VERSION.test(plain)) return { is: 'odd-version', written: version, least }
  return compareVersions(plain, least) < 0 ? { is: 'old-version', version: plain, least } : null
}
