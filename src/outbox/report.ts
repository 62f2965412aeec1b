import { domainOf } from '../account/mail-domains.ts'
import type { Log } from '../log.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Result } from '../store/outbox-settling.ts'

/** What became of a mail, as a line of the log: ids and the server's words, never what it says. */
export function report(log: Log, row: OutboxRow, result: Result): void {
  const about = { outbox: row.id, ticket: row.ticket, attempts: row.attempts }
  switch (result.kind) {
    case 'sent':
      log.info({ ...about, domain: domainOf(row.recipient) }, `Sent: ${result.words ?? ''}`)
      break
    case 'waiting':
      log.info({ ...about, nextAt: result.nextAt }, `Not taken yet: ${result.words}`)
      break
    case 'uncertain':
      log.warn({ ...about, nextAt: result.nextAt }, `Perhaps taken: ${result.words}`)
      break
    case 'failed':
      log.warn(about, `Failed: ${result.words}`)
      break
    case 'untried':
      break
  }
}
