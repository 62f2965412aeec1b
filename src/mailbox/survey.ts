import type { Mailbox } from '../config/schema.ts'
import { codeOf } from '../errors.ts'
import { type Around, connect } from './connect.ts'
import type { FolderState } from './intake.ts'
import type { UidRange } from './uid-set.ts'

/** What lies in a folder; nothing is read of the mails. */
export interface Survey {
  folder: FolderState
  lying: UidRange[]
}

/**
 * Logs in, asks for the UIDs of the folder and leaves. Throws the Failure that a watch would meet.
 */
export async function survey(mailbox: Mailbox, around: Around): Promise<Survey> {
  const connection = await connect(mailbox, around)
  try {
    return { folder: connection.folder, lying: await connection.uidsAbove(0) }
  } finally {
    await connection.close()
  }
}

/** Mails in the folder that dealt-with mail is moved to; 0 while it was not made yet. */
export async function countMoved(mailbox: Mailbox, around: Around): Promise<number> {
  try {
    const folder = mailbox.done.folder ?? 'Processed'
    const connection = await connect({ ...mailbox, folder }, around)
    await connection.close()
    return connection.folder.exists
  } catch (error) {
    if (codeOf(error) === 'imap-folder') return 0
    throw error
  }
}
