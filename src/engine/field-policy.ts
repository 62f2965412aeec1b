import type { Config } from '../config/schema.ts'
import type { FieldPolicy } from '../ticket/case-fields.ts'

const POLICIES = new WeakMap<Config, FieldPolicy>()

/** What the departments of this desk take in the fields of a case; the same for every mail. */
export function fieldPolicyOf(config: Config): FieldPolicy {
  const known = POLICIES.get(config) ?? madeOf(config)
  POLICIES.set(config, known)
  return known
}

function madeOf({ departments, caseFields }: Config): FieldPolicy {
  return {
    departments: departments.map(({ name, title }) => {
      const own = caseFields.departments[name]
      const features = own?.features ?? caseFields.features
      return {
        name,
        titles: Object.values(title),
        rules: {
          reasons: own?.reasons ?? caseFields.reasons,
          features: features.length === 0 ? [] : [...new Set([...features, 'Other'])],
          required: own?.required ?? caseFields.required,
        },
      }
    }),
  }
}
