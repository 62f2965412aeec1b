import type { FolderState } from './intake.ts'

/** How far a folder has been read. */
export interface Cursor {
  uidValidity: number
  /** The highest UID taken so far; 0 for none. */
  lastUid: number
}

/**
 * Where to go on in a folder: a first sight of it, the same folder as before, or
 * one to be read again.
 */
export type Resumption =
  | { kind: 'first' }
  | { kind: 'same'; after: number }
  | { kind: 'reread'; because: string }

/**
 * Compares what was stored with what the folder says now. A UID means something only under its
 * UIDVALIDITY (RFC 3501 section 2.3.1.1), and a server whose UIDNEXT does not lie above a UID that
 * it gave out before has forgotten it, whatever its UIDVALIDITY says: a restored backup does that.
 */
export function resume(stored: Cursor | null, folder: FolderState): Resumption {
  if (stored === null) return { kind: 'first' }
  if (stored.uidValidity !== folder.uidValidity) {
    return {
      kind: 'reread',
      because: `UIDVALIDITY changed from ${stored.uidValidity} to ${folder.uidValidity}`,
    }
  }
  if (folder.uidNext <= stored.lastUid) {
    return {
      kind: 'reread',
      because: `UIDNEXT ${folder.uidNext} is not above the last UID ${stored.lastUid}`,
    }
  }
  return { kind: 'same', after: stored.lastUid }
}
