import type { Mailbox } from '../config/schema.ts'
import type { FolderState } from './intake.ts'
import type { UidRange } from './uid-set.ts'

/** A mail of the folder, not yet read. */
export interface Listed {
  uid: number
  /** UTC, ISO 8601. */
  internalDate: string
  /** Bytes, as the server says; some servers only estimate it. */
  size: number
}

export interface Envelope {
  /** When it was written, as its writer says: UTC, ISO 8601; null where that cannot be read. */
  date: string | null
  messageId: string | null
  from: string | null
  subject: string | null
}

/**
 * One connection with its folder open. Every method throws a Failure of a code that imap-failure.ts
 * lists; after any but `imap-refused` the connection is of no more use.
 */
export interface Connection {
  folder: FolderState
  /** The UIDs above this one, as the server knows them now. */
  uidsAbove(uid: number): Promise<UidRange[]>
  /** Date and size; a UID that is gone is left out. */
  list(uids: readonly number[]): Promise<Listed[]>
  /** Which of them lie in the folder. */
  stillThere(uids: readonly number[]): Promise<number[]>
  envelopes(uids: readonly number[]): Promise<Map<number, Envelope>>
  /** The bytes of mails, in memory; does not mark them as read. */
  read(uids: readonly number[]): Promise<Map<number, Buffer>>
  /**
   * Writes one mail into a new file, chunk by chunk; resolves with its bytes, null when it is gone.
   */
  download(uid: number, file: string): Promise<number | null>
  /**
   * Tells the server, in one command, that these mails are dealt with. UIDs that are gone are fine.
   */
  acknowledge(uids: readonly number[], done: Mailbox['done']): Promise<void>
  /**
   * Resolves when mail has arrived since the last `uidsAbove`, after `ms`, or when the signal
   * aborts; throws when the connection is lost.
   */
  waitForMail(signal: AbortSignal, ms: number): Promise<void>
  /** What the server can do, as it says. */
  capabilities(): string[]
  /** Says goodbye, shortly. */
  close(): Promise<void>
}
