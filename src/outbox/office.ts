import type { Log } from '../log.ts'
import type { Result } from '../store/outbox-settling.ts'
import type { Account } from './account.ts'
import type { Making } from './mime.ts'
import type { Results, Step } from './results.ts'
import type { Moment, Patience } from './sending.ts'

/** What all connections of all accounts share. */
export interface Office extends Patience {
  results: Results
  log: Log
  epoch(): number
  holdsLease(): boolean
  moment(): Moment
  makingFor(account: Account): Making
  onAccountPaused(account: Account): void
  count(kind: Result['kind']): void
  step(name: Step): void
}
