import type { Account } from '../account/account.ts'
import type { Config } from '../config/schema.ts'

/** Everybody who answers at this desk, in whichever department. */
export function agentsOf({ departments }: Config): string[] {
  return [...new Set(departments.flatMap(({ agents }) => agents))]
}

/**
 * Addresses that cannot be a contact's of such an account: of one person who asks and answers,
 * nobody could say which of the two a mail is. The desk's own people are contacts of the
 * vendor's account only.
 */
export function agentsBarredFrom(kind: Account['kind'], config: Config): string[] {
  return kind === 'vendor' ? [] : agentsOf(config)
}
