import type SqliteDatabase from 'better-sqlite3'

/** Tables that grow with the mail and the customers; `mailbox`, `lease` and the like do not. */
const GROWING =
  /^(ledger|ledgerHistory|account|contact|contactAddress|contactRole|supportContact|ticket|participant|entry|entryText|attachment|event|outbox|answered|suppressed|blocked|directoryUser|serviceUser|deployment|deploymentCover|contract|creditEntry|workTime|ticketEntitlement|awaiting|announced|accountDomain|ticketFields)$/

/** Partial indexes hold only what still waits: reading one from end to end is what it is for. */
const WAITING =
  /USING (COVERING )?INDEX (ledger_received|ledger_unacknowledged|outbox_asked|awaiting_account)\b/

/** Growing tables that a statement reads from end to end. */
export function scans(db: SqliteDatabase.Database, statement: string): string[] {
  const plan = db.prepare(`explain query plan ${statement}`).all() as { detail: string }[]
  return plan
    .map((step) => step.detail)
    .filter((detail) => {
      const table = /^SCAN (?:TABLE )?(\w+)/.exec(detail)?.[1] ?? ''
      return GROWING.test(table) && !WAITING.test(detail)
    })
}
