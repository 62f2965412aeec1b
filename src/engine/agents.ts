import type { Account } from '../account/account.ts'
import type { Config } from '../config/schema.ts'

/** Everybody who answers at this desk, in whichever department. */
export function agentsOf({ departments }: Config): string[] {
  return [...new Set(departments.flatMap(({ agents }) => agents))]
}

/**
 * Addresses of those who answer or look after this desk, by its configuration: whoever is not to
 * write and to be told any more is taken out there.
 */
export function ownPeopleOf(config: Config): string[] {
  return [...new Set([...agentsOf(config), ...config.desk.administrators])]
}

/**
 * Addresses that cannot be a contact's of such an account: of one person who asks and answers,
 * nobody could say which of the two a mail is. The desk's own people are contacts of the
 * vendor's account only.
 */
export function agentsBarredFrom(kind: Account['kind'], config: Config): string[] {
  return kind === 'vendor' ? [] : agentsOf(config)
}
