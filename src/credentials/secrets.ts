import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/**
 * The token of an account: 160 random bits in hex, which survive any mail program and telephone.
 */
export function newToken(): string {
  return randomBytes(20).toString('hex')
}

/** What is looked at instead of the token; of so many random bits the hash gives nothing away. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Compares two hashes in a time that tells nothing about either. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Eight digits that are good for a short while and a few tries. */
export function newCode(): string {
  return String(randomInt(0, 100_000_000)).padStart(8, '0')
}
