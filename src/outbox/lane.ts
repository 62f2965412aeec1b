import { domainOf } from '../account/mail-domains.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Result } from '../store/outbox-settling.ts'
import { type Account, isPaused } from './account.ts'
import { connectionOf, pause, working } from './connections.ts'
import type { Noted } from './noted.ts'
import type { Office } from './office.ts'
import { report } from './report.ts'
import { instant, isStale, refusedAlone, resultOf, sendRow, unmade, untried } from './sending.ts'
import type { Answer, SmtpConnection } from './smtp.ts'

/**
 * Sends over one connection until nothing is due, leave is used up or the account pauses. `onFull`
 * is called when there is work for another connection. Throws Failure `store-…` and `lease-lost`.
 */
export async function runLane(
  office: Office,
  account: Account,
  noted: Noted,
  signal: AbortSignal,
  onFull: () => void,
): Promise<void> {
  const lane: Lane = { office, account, connection: await connectionOf(office, account) }
  try {
    while (lane.connection && !signal.aborted) {
      const row = await noted.next()
      if (row === null) return
      if (noted.size() > 0) onFull()
      const result = await sendNext(lane, row)
      office.results.add(row, result)
      office.count(result.kind)
      report(office.log, row, result)
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

/** Sends one row over the lane's connection, or over a new one where that was lost. */
async function sendNext(lane: Lane, row: OutboxRow): Promise<Result> {
  const { office, account } = lane
  const { now } = office.moment()
  if (isPaused(account, now)) return untried(office.moment())
  const until = account.domains.waitsUntil(row.recipient, now)
  if (until !== null) {
    account.governor.giveBack(1)
    return { kind: 'untried', words: domainWaits(row), nextAt: instant(until) }
  }
  if (!lane.connection?.alive()) lane.connection = await connectionOf(office, account)
  if (!lane.connection) return untried(office.moment())
  try {
    const answer = await answerTo(lane, lane.connection, row)
    office.step('outbox-sent')
    if (answer.taken) working(office, account)
    learn(lane, row, answer)
    const result = resultOf(row, answer, office, office.moment())
    if (result.kind !== 'account') return result
    if (isRefusedAlone(account, row, answer)) {
      return refusedAlone(row, result.words, office, office.moment())
    }
    const until = pause(office, account, 'refused', result.words)
    // Then the others go first: it may be this sender alone that is refused.
    const nextAt = instant(2 * until - office.moment().now)
    return { kind: 'untried', words: result.words, nextAt }
  } catch (error) {
    return unmade(row, error, office, office.moment())
  }
}

/**
 * Some servers refuse us for one reader only, such as a list for the house's own people. That is no
 * reason to let the mails to others wait, until the next reader's is refused as well.
 */
function isRefusedAlone(account: Account, { recipient }: OutboxRow, answer: Answer): boolean {
  if (!account.works || answer.taken || answer.trouble.stage === 'sender') return false
  account.refusedTo.add(recipient)
  return account.refusedTo.size === 1
}

function learn({ office, account }: Lane, row: OutboxRow, answer: Answer): void {
  const at = { ...office.moment(), giveUpAfter: office.giveUpAfter }
  const until = account.domains.answered(row.recipient, answer, at)
  if (until === null) return
  const about = { smtp: account.name, domain: domainOf(row.recipient), until: instant(until) }
  office.log.warn(about, 'All mail to this domain waits: its servers put it off again and again.')
}

function domainWaits({ recipient }: OutboxRow): string {
  return `The servers of ${domainOf(recipient)} have put off several mails in a row; this one waits with them.`
}

/**
 * Servers end idle connections without a word; that is no fault of the mail, which goes by another.
 */
async function answerTo(lane: Lane, connection: SmtpConnection, row: OutboxRow): Promise<Answer> {
  const wasUsed = connection.used()
  const making = lane.office.makingFor(lane.account)
  const answer = await sendRow(connection, row, making)
  if (!wasUsed || !isStale(answer)) return answer
  lane.connection = await connectionOf(lane.office, lane.account)
  return lane.connection ? await sendRow(lane.connection, row, making) : answer
}
