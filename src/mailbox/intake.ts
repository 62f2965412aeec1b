/** What a folder said of itself when it was opened. */
export interface FolderState {
  /** Changes when the UIDs of the folder have lost their meaning (RFC 3501 section 2.3.1.1). */
  uidValidity: number
  /** Every UID given so far is below it. */
  uidNext: number
  /** Mails that lie in it. */
  exists: number
}

/** A mail as it lies on the server, bytes unchanged. */
export interface FetchedMail {
  kind: 'mail'
  uid: number
  /** When the server took it in: UTC, ISO 8601, 24 characters. */
  internalDate: string
  /** Bytes. */
  size: number
  /** Big mails come as a file, which is deleted once `take` has resolved. */
  body: { bytes: Buffer } | { file: string }
}

/** A mail that was there before the start: named, not read. */
export interface EarlierMail {
  kind: 'before-start'
  uid: number
  internalDate: string
  size: number
  messageId: string | null
  /** The address of the first From. */
  from: string | null
  subject: string | null
}

/** A UID above the cursor whose mail was taken away before we could read it. */
export interface GoneMail {
  kind: 'gone'
  uid: number
}

/** A mail that lies there and could not be fetched, again and again; it is passed by. */
export interface UnfetchableMail {
  kind: 'unfetchable'
  uid: number
  /** One sentence: why. */
  because: string
}

export type Fetched = FetchedMail | EarlierMail | GoneMail | UnfetchableMail

/** Where the mails of one mailbox go, and what is known of them. The engine is this. */
export interface Intake {
  /**
   * Before anything is read on a connection: compares the folder with the stored cursor, records a
   * first sight or a re-read, and says after which UID to go on. Mails whose INTERNALDATE is before
   * `ignoreBefore` (ISO 8601) are handed on without their bytes.
   */
  begin(folder: FolderState): Promise<{ after: number; ignoreBefore: string | null }>
  /** So many mails are taken next, as far as the server knows. */
  found?(mails: number): void
  /**
   * Takes one batch, ascending by UID; the cursor may stand at its last UID afterwards, whatever
   * the kinds. When it resolves nothing of it can be lost any more, and the next batch may come.
   */
  take(batch: Fetched[]): Promise<void>
  /**
   * Everything that lay there was taken; called after each catching up, also
   * when there was nothing.
   */
  caughtUp(): Promise<void>
  /** UIDs of this folder whose mails are decided and not yet told to the server, oldest first. */
  toAcknowledge(limit: number): Promise<number[]>
  /** The server was told. */
  acknowledged(uids: number[]): Promise<void>
  /** Resolves when something new may be acknowledged, or when the signal aborts. */
  decided(signal: AbortSignal): Promise<void>
  /** How the connection stands; `since` and the error are for `status` and `doctor`. */
  state(state: ConnectionState): void
}

export interface ConnectionState {
  connected: boolean
  /** UTC, ISO 8601. */
  since: string
  /** One sentence, or null when all is well. */
  error: string | null
}
