import type { TokenFor } from '../credentials/token-for.ts'
import type { Log } from '../log.ts'
import type { AttachmentRef } from '../notification/notice.ts'
import type { Writer } from '../store/database.ts'
import type { Result } from '../store/outbox-settling.ts'
import type { SendingStop } from '../store/sending-stop.ts'
import type { Account } from './account.ts'
import type { Making } from './mime.ts'
import type { Results, Step } from './results.ts'
import type { Moment, Patience } from './sending.ts'

/** What all connections of all accounts share. */
export interface Office extends Patience {
  results: Results
  /** Asked at each login of an account with oauth2. */
  tokenFor: TokenFor
  log: Log
  epoch(): number
  holdsLease(): boolean
  /** Asked before mails are taken, in the same transaction. */
  stopOf(writer: Writer, account: Account): Promise<SendingStop | null>
  moment(): Moment
  makingFor(account: Account): Making
  attachmentsSoon?(refs: readonly AttachmentRef[]): void
  onAccountTurned(account: Account): void
  count(kind: Result['kind']): void
  step(name: Step): void
}
