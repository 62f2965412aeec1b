import { Failure, isTemporary } from '../errors.ts'
import type { Store } from '../store/database.ts'
import { findKeyPrint, setKeyPrint } from '../store/key-print.ts'
import { type Keys, openKeys } from './keys.ts'

/** What every key signs in the same way: its signature tells keys apart and betrays none. */
const LABEL = 'the key of this store'

/**
 * Sees to it that a store goes on with the key that it was begun with: another one would know no
 * mail sent before and open nothing that was sealed. Notes which one that is at its first use, and
 * the new one where it stands before the old. `mayTake`: whichever is there becomes the right one.
 * Throws Failure `key-file`.
 */
export async function insistOnOwnKey(
  store: Store,
  keys: Keys,
  { file, mayTake }: { file: string; mayTake: boolean },
): Promise<void> {
  const known = await findKeyPrint(store.read)
  const print = keys.sign('fingerprint', LABEL)
  if (known === print) return
  if (!mayTake) refuseOther(keys, known, file)
  try {
    await store.transact((writer) => setKeyPrint(writer, print))
  } catch (error) {
    // Held by another process just now: a daemon waits for it, and the next start notes the key.
    if (known !== undefined || !isTemporary(error)) throw error
  }
}

/** What is wrong with the key file of a store that is known by this print; null: nothing. */
export function keyFault(file: string, print: string | undefined): Failure | null {
  try {
    refuseOther(openKeys(file, { mayMake: false }), print, file)
    return null
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

function refuseOther(keys: Keys, print: string | undefined, file: string): void {
  if (print === undefined || keys.verify('fingerprint', LABEL, print)) return
  throw new Failure(
    'key-file',
    `The key file ${file} is not the one of this store: with it no mail sent before is known again.`,
    {
      advice:
        'Restore the right one, or correct store.key. If it is lost for good, `ticketd doctor --accept-key` goes on with this one.',
    },
  )
}
