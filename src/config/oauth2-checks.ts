import type { Fault } from './faults.ts'
import { at } from './written.ts'

/** Names that stand for every tenant: an application belongs to exactly one. */
const ANY_TENANT: readonly unknown[] = [undefined, 'common', 'organizations', 'consumers']

/** What is wrong between the options of one sign-in; nothing where there is none. */
export function oauth2Faults(path: string, oauth2: unknown): Fault[] {
  const has = (key: string) => at(oauth2, key) !== undefined
  const missing = (key: string, why: string) =>
    has(key) ? [] : [{ path: `${path}.${key}`, text: `is missing: ${why}` }]
  const provider = at(oauth2, 'provider')
  const byApplication = at(oauth2, 'grant') === 'application'
  const faults: Fault[] = []
  if (provider === 'other') {
    faults.push(...missing('tokenUrl', 'provider other names its endpoints'))
    faults.push(...missing('scopes', 'provider other has no usual ones'))
    if (!byApplication && !has('deviceUrl')) {
      faults.push(...missing('authorizeUrl', 'without deviceUrl nobody could agree'))
    }
  }
  if (byApplication) {
    faults.push(...missing('clientSecret', 'an application signs in by it'))
    if (provider === 'google') {
      faults.push({ path: `${path}.grant`, text: 'application is not offered by google; use user' })
    }
    if (provider === 'microsoft' && ANY_TENANT.includes(at(oauth2, 'tenant'))) {
      const text = 'must name the tenant itself where the application signs in'
      faults.push({ path: `${path}.tenant`, text })
    }
  }
  return faults
}
