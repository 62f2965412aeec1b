import type { Act } from '../../decision/decision.ts'

/** True for an act of one of these kinds. */
type IsOf<Kind extends Act['act']> = (act: Act) => act is Extract<Act, { act: Kind }>

/** Tells acts of these kinds from all others. */
export function kinds<Kind extends Act['act']>(...names: Kind[]): IsOf<Kind> {
  const known: readonly string[] = names
  return (act): act is Extract<Act, { act: Kind }> => known.includes(act.act)
}

/** The acts for which such a function is true. */
export type ActOf<Is> = Is extends IsOf<infer Kind> ? Extract<Act, { act: Kind }> : never
