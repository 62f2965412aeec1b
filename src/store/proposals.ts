import { openSqlite } from './dialect.ts'

/** A value that somebody may want to type, and what it stands for. */
export interface Proposal {
  value: string
  says: string
}

/** At a prompt nobody waits for a busy store, in milliseconds. */
const PATIENCE = 50
/** So many of the newest rows are looked at, however many there are. */
const NEWEST = 500

/** Account IDs, the newest first. Throws where the store cannot be read. */
export function proposeAccounts(file: string): Proposal[] {
  return ask(
    file,
    `select "accountId" as "value", "company" as "says" from "account"
    order by "id" desc limit ${NEWEST}`,
  )
}

/**
 * Numbers of tickets that are not closed, the newest first. Throws where the store cannot be read.
 */
export function proposeTickets(file: string): Proposal[] {
  return ask(
    file,
    `select cast("number" as text) as "value", "subject" as "says" from
    (select "number", "subject", "status" from "ticket" order by "number" desc limit ${NEWEST})
    where "status" <> 'closed'`,
  )
}

/** Mails that wait for a person, the newest first. Throws where the store cannot be read. */
export function proposeMails(file: string): Proposal[] {
  return ask(
    file,
    `select cast("id" as text) as "value",
    "outcome" || ' ' || coalesce("fromAddress", '') || ' ' || coalesce("subject", '') as "says"
    from "ledger" where "outcome" in ('held', 'quarantined') order by "id" desc limit ${NEWEST}`,
  )
}

/** Mails among the newest that did not simply leave, the newest first. Throws as the others. */
export function proposeOutbox(file: string): Proposal[] {
  return ask(
    file,
    `select cast("id" as text) as "value", "status" || ' ' || "recipient" as "says" from
    (select "id", "status", "recipient" from "outbox" order by "id" desc limit ${NEWEST})
    where "status" <> 'sent'`,
  )
}

function ask(file: string, statement: string): Proposal[] {
  const db = openSqlite(file, { readonly: true, busyTimeout: PATIENCE })
  try {
    return db.prepare(statement).all() as Proposal[]
  } finally {
    db.close()
  }
}
