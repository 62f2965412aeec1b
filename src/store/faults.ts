import { codeOf, Failure, sentence } from '../errors.ts'

/**
 * Codes of SQLite and of the system beneath it that tell of the store, never of the mail at hand.
 */
const STORE_FAULTS: [RegExp, string, string, string][] = [
  [
    // What several processes share lies in a file, too, and is made first.
    /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)/,
    'store-full',
    'The store is full',
    'Nothing was done. Make room on its disk and repeat the command; a daemon goes on by itself.',
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'store-locked',
    'The store is held by another process',
    'Nothing was done. End what holds it and repeat the command; a daemon goes on by itself.',
  ],
  [
    /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    'store-readonly',
    'The store cannot be written',
    'Nothing was done. Run it as the user who owns the store, or let this one write it and its folder.',
  ],
  [
    /^(SQLITE_CANTOPEN)/,
    'store-io',
    'The store cannot be opened',
    'See that its folder exists and may be read and written.',
  ],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'store-foreign',
    'The file is not a store, or is damaged',
    'Move the store away and restore it from a backup: `ticketd restore FILE`.',
  ],
  [
    /^(SQLITE_IOERR|SQLITE_NOMEM|SQLITE_PROTOCOL|EIO)/,
    'store-io',
    'The store cannot be read or written',
    'See the disk; everything goes on by itself.',
  ],
  [
    /^(EMFILE|ENFILE|ENOMEM)/,
    'store-io',
    'The system gives no more files or memory',
    'See what else runs, and the limits of this user; everything goes on by itself.',
  ],
]

/**
 * A fault of the store as a temporary Failure that keeps SQLite's own words; any other error comes
 * back as it is. Recognised by `code`: the class of the error depends on who loaded the library.
 */
export function asStoreFailure(error: unknown, file?: string): unknown {
  const code = codeOf(error)
  if (code === undefined || error instanceof Failure) return error
  const fault = STORE_FAULTS.find(([pattern]) => pattern.test(code))
  if (!fault) return error
  const [, name, what, advice] = fault
  return new Failure(name, `${what}${file ? ` (${file})` : ''}: ${sentence(error)} (${code}).`, {
    lasting: name === 'store-foreign' ? 'permanent' : 'temporary',
    advice,
    cause: error,
  })
}

export function isStoreFault(error: unknown): error is Failure {
  return error instanceof Failure && error.code.startsWith('store-')
}

/** What SQLite says of itself; a broken constraint is the fault of what was to be written. */
export function isStoresOwn(error: unknown): boolean {
  return isStoreFault(error) || /^SQLITE_(?!CONSTRAINT)/.test(codeOf(error) ?? '')
}
