export const ROLES = [
  'decision-maker',
  'phone-manager',
  'authorised-contact',
  'administrator',
  'super-user',
  'user',
] as const
export type Role = (typeof ROLES)[number]

/** Decision Maker and Phone Manager are authorised contacts too. */
export function isAuthorised(roles: readonly string[]): boolean {
  return roles.some((role) => AUTHORISED_ROLES.includes(role))
}

export const AUTHORISED_ROLES: readonly string[] = [
  'decision-maker',
  'phone-manager',
  'authorised-contact',
]
