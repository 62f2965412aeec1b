import type { Mailbox } from '../config/schema.ts'
import { type Around, connect } from './connect.ts'
import type { FolderState } from './intake.ts'

/** What a mailbox says when it is tried and nothing is read from it. */
export interface Checkup {
  folder: FolderState
  /** New mail is seen at once (RFC 2177); else only at the poll. */
  idle: boolean
  /** Mail can be moved in one step (RFC 6851); else it is copied and deleted. */
  move: boolean
  capabilities: string[]
}

/** Logs in, opens the folder and leaves. Throws the Failure that a watch would meet. */
export async function check(mailbox: Mailbox, around: Around): Promise<Checkup> {
  const connection = await connect(mailbox, around)
  const capabilities = connection.capabilities()
  await connection.close()
  return {
    folder: connection.folder,
    idle: capabilities.includes('IDLE'),
    move: capabilities.includes('MOVE'),
    capabilities,
  }
}
