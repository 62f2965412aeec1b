/** Where in a source a user stands. */
export type Place = { line: number } | { user: number } | { entry: string }

/** Why one user of a directory cannot be read. */
export type UserFault =
  | { is: 'twice'; id: string; first: Place }
  | { is: 'too-long'; field: string; most: number }
  | { is: 'odd-delivery'; written: string }
  | { is: 'odd-quotes' }
  | { is: 'odd-count'; values: number; columns: number }
  | { is: 'no-object' }
  | { is: 'no-value'; field: string }

/** Why the users of a directory all stay as they are. */
export type DirectoryFault =
  | { is: 'too-many-gone'; gone: number; of: number }
  | { is: 'no-version'; least: string }
  | { is: 'odd-version'; written: string; least: string }
  | { is: 'old-version'; version: string; least: string }
  | { is: 'no-file'; path: string }
  | { is: 'closed-file'; path: string; code: string }
  /** `text`: what is wrong there, in English. */
  | { is: 'no-json'; at: { line: number; column: number; text: string } | null }
  | { is: 'no-list' }
  /** Null: the columns are the names in a list of objects. */
  | { is: 'no-column'; lacks: 'address' | 'name'; columns: readonly string[]; line: number | null }
  | { is: 'no-user'; place: Place; fault: UserFault }
  /** In the words of somebody else. */
  | { is: 'told'; words: string }

/** How one language says them: clauses without a full stop. */
export interface DirectoryWords {
  place(place: Place): string
  user(fault: UserFault): string
  whole(fault: DirectoryFault): string
}
