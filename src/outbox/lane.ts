import type { OutboxRow } from '../store/outbox.ts'
import { claim } from '../store/outbox-queue.ts'
import type { Result } from '../store/outbox-settling.ts'
import { type Account, isPaused } from './account.ts'
import { waitAfter } from './backoff.ts'
import { connectionOf, pause, working } from './connections.ts'
import type { Office } from './office.ts'
import { report } from './report.ts'
import { instant, isStale, resultOf, sendRow, unmade, untried } from './sending.ts'
import type { Answer, SmtpConnection } from './smtp.ts'

/** Rows noted `sending` at once: so many may be in doubt for each connection when the process dies. */
const AT_ONCE = 10

/**
 * Sends over one connection until nothing is due, leave is used up or the account pauses. `onFull` is
 * called when there is work for another connection. Throws Failure `store-…` and `lease-lost`.
 */
export async function runLane(
  office: Office,
  account: Account,
  signal: AbortSignal,
  onFull: () => void,
): Promise<void> {
  const lane: Lane = { office, account, connection: await connectionOf(office, account) }
  try {
    while (lane.connection && !signal.aborted) {
      const rows = await noteNext(office, account)
      if (rows.length === 0) return
      if (rows.length === AT_ONCE) onFull()
      for (const row of rows) {
        const result = signal.aborted ? untried(office.moment()) : await sendNext(lane, row)
        office.results.add(row, result)
        office.count(result.kind)
        report(office.log, row, result)
      }
    }
  } finally {
    if (lane.connection?.alive()) account.idle.push(lane.connection)
    await office.results.flush()
  }
}

interface Lane {
  office: Office
  account: Account
  /** Null when none can be had. */
  connection: SmtpConnection | null
}

/** Notes the next rows, and what became of the ones before, in one commit. */
async function noteNext(office: Office, account: Account): Promise<OutboxRow[]> {
  const { now, random } = office.moment()
  if (isPaused(account, now) || !office.holdsLease()) return []
  const leave = account.governor.take(AT_ONCE, now)
  if (leave === 0) return []
  const rows = await office.results.transact((writer) =>
    claim(writer, {
      mailboxes: account.mailboxes,
      limit: leave,
      now: instant(now),
      epoch: office.epoch(),
      nextTry: (attempts) => instant(now + waitAfter(attempts, office.giveUpAfter, random)),
    }),
  )
  account.governor.giveBack(leave - rows.length)
  if (rows.length > 0) office.step('outbox-noted')
  return rows
}

/** Sends one row over the lane's connection, or over a new one where that was lost. */
async function sendNext(lane: Lane, row: OutboxRow): Promise<Result> {
  const { office, account } = lane
  if (isPaused(account, office.moment().now)) return untried(office.moment())
  if (!lane.connection?.alive()) lane.connection = await connectionOf(office, account)
  if (!lane.connection) return untried(office.moment())
  try {
    const answer = await answerTo(lane, lane.connection, row)
    office.step('outbox-sent')
    if (answer.taken) working(office, account)
    const result = resultOf(row, answer, office, office.moment())
    if (result.kind !== 'account') return result
    const until = pause(office, account, 'refused', result.words)
    // Then the others go first: it may be this sender alone that is refused.
    const nextAt = instant(2 * until - office.moment().now)
    return { kind: 'untried', words: result.words, nextAt }
  } catch (error) {
    return unmade(row, error, office, office.moment())
  }
}

/** Servers end idle connections without a word; that is no fault of the mail, which goes by another. */
async function answerTo(lane: Lane, connection: SmtpConnection, row: OutboxRow): Promise<Answer> {
  const wasUsed = connection.used()
  const making = lane.office.makingFor(lane.account)
  const answer = await sendRow(connection, row, making)
  if (!wasUsed || !isStale(answer)) return answer
  lane.connection = await connectionOf(lane.office, lane.account)
  return lane.connection ? await sendRow(lane.connection, row, making) : answer
}
