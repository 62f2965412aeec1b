import { mailboxNamed } from '../../config/mailbox-named.ts'
import type { Config, Mailbox } from '../../config/schema.ts'
import type { Archive, OldMail } from '../../mailbox/archive.ts'
import { findMailbox } from '../../store/mailboxes.ts'
import type { Desk } from '../desk.ts'
import { placeOf } from '../intake.ts'

/**
 * Tells which mails of an archive the daemon takes, or has taken, itself: those in a folder that a
 * mailbox watches since that mailbox counts. An import of such a mail would make a ticket of which
 * nobody ever hears, and of the daemon's own copy a duplicate. `login` names the mailbox by which
 * the archive was opened.
 */
export async function liveOnes(
  { config, store }: Desk,
  login: string,
  { folder, uidValidity }: Pick<Archive, 'folder' | 'uidValidity'>,
): Promise<(mail: OldMail) => boolean> {
  const watched = folder === null ? null : watcherOf(config, login, folder)
  if (!watched) return () => false
  const known = await findMailbox(store.read, placeOf(watched))
  if (!known) return ({ arrived }) => isSince(startOf(watched), arrived)
  const { ignoreBefore, startUid } = known
  // The same second as the first sight: the UID decides.
  const firstUid = known.uidValidity === uidValidity ? (startUid ?? 0) : 0
  return ({ key, arrived }) => key >= firstUid && isSince(ignoreBefore, arrived)
}

function watcherOf({ mailboxes }: Config, login: string, folder: string): Mailbox | undefined {
  const opened = placeOf({ ...mailboxNamed(login, mailboxes), folder })
  return mailboxes.find((mailbox) => {
    const { source, folder: watched } = placeOf(mailbox)
    return source === opened.source && folderKey(watched) === folderKey(opened.folder)
  })
}

/** RFC 9051, section 5.1: INBOX is the same folder in any case, and no other is. */
function folderKey(name: string): string {
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name
}

/**
 * Where a mailbox that was never looked at will begin; undefined: with what comes after its first
 * sight, so that nothing that lies there now will count.
 */
function startOf({ start }: Mailbox): string | null | undefined {
  return start === 'now' ? undefined : start === 'all' ? null : start
}

/** Null: since ever; undefined: not yet. */
function isSince(begin: string | null | undefined, arrived: string): boolean {
  return begin !== undefined && (begin === null || arrived >= begin)
}
