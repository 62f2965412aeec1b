import type { Role } from './roles.ts'

/**
 * Who somebody is to one account: the desk itself (the operator and its administrators), a user of
 * the partner who looks after the account, a role on it, or the person that it is about.
 */
export type Standing = 'desk' | 'partner' | 'self' | Role

/** What may be done to an account or its people; to take a role away is the right to grant it. */
export type Right =
  | 'create-account'
  | 'edit-account'
  | 'edit-support-contacts'
  | 'add-person'
  | `grant ${Role}`
  | 'merge-people'
  | 'export-person'
  | 'erase-person'
  | 'manage-services'

/**
 * Who may do what. `partner` of an account that is still to be made is a user of the partner that
 * it will belong to; a super user acts on the partner's own account.
 */
export const RIGHTS: Record<Right, readonly Standing[]> = {
  'create-account': ['desk', 'partner'],
  'edit-account': ['desk', 'partner'],
  'edit-support-contacts': ['desk', 'partner', 'administrator'],
  'add-person': ['desk', 'partner', 'decision-maker', 'administrator', 'super-user'],
  'grant user': ['desk', 'partner', 'decision-maker', 'administrator', 'super-user'],
  'grant authorised-contact': ['desk', 'decision-maker', 'super-user'],
  'grant phone-manager': ['desk', 'decision-maker'],
  'grant decision-maker': ['desk', 'decision-maker'],
  'grant administrator': ['desk', 'decision-maker'],
  'grant super-user': ['desk', 'super-user'],
  // Whoever joins two people gives one the roles of the other.
  'merge-people': ['desk'],
  'export-person': ['desk', 'self'],
  'erase-person': ['desk'],
  'manage-services': ['desk', 'decision-maker', 'phone-manager', 'authorised-contact'],
}

export function may(right: Right, standings: readonly Standing[]): boolean {
  return RIGHTS[right].some((standing) => standings.includes(standing))
}

/** Whoever may take away every role that a person has may disable that person. */
export function mayDisable(standings: readonly Standing[], roles: readonly Role[]): boolean {
  return (['user', ...roles] as const).every((role) => may(`grant ${role}`, standings))
}

const NAMES: Record<Standing, string> = {
  desk: 'an administrator of the desk',
  partner: 'a user of its partner',
  self: 'the person themselves',
  'decision-maker': 'its Decision Maker',
  'phone-manager': 'its Phone Manager',
  'authorised-contact': 'an authorised contact of it',
  administrator: 'an administrator of it',
  'super-user': 'a super user of the partner itself',
  user: 'a user of it',
}

/** Who may, as a sentence: "An administrator of the desk or its Decision Maker may." */
export function whoMay(right: Right): string {
  const names = RIGHTS[right].map((standing) => NAMES[standing])
  const last = names.pop() ?? ''
  const all = names.length === 0 ? last : `${names.join(', ')} or ${last}`
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} may.`
}
