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

/** Numbers of tickets that are not closed, the newest first. Throws where the store cannot be read. */
export function proposeTickets(file: string): Proposal[] {
  return ask(
    file,
    `select cast("number" as text) as "value", "subject" as "says" from
    (select "number", "subject", "status" from "ticket" order by "number" desc limit ${NEWEST})
    where "status" <> 'closed'`,
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
