import type { Group } from './groups.ts'

/**
 * What kind of mail it is. `words`: it carries a person's words and is that person's mail;
 * `notice`: the desk says something by itself; `answer`: the desk answers the writer (for anybody
 * else it is a notice).
 */
export type Kind = 'words' | 'notice' | 'answer'

export interface Line {
  whom: Group
  template: string
  kind: Kind
  /** Who stands in To or Cc of the mail has it already and is left out. */
  unlessAddressed?: true
  /** Whoever stands in From may not have written it: told too, as everybody else is. */
  alsoWriter?: true
}

/** Who is told of one happening. */
export interface Row {
  /** Ends the sentence "Told because …". */
  because: string
  tell: readonly Line[]
}
