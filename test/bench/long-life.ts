import { closeSync, fsyncSync, openSync, statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { openStore } from '../../src/store/database.ts'
import { idHash } from '../../src/store/hash.ts'
import { type Cast, FIRST_TICKET, firstMailOf, TAG } from './workload.ts'

/** Of every ticket: what the customer wrote, an answer, and so on in turns. */
export const ENTRIES = 5
/** As many tickets a day, so many days between two entries of one: its rows lie far apart, as in life. */
const TICKETS_A_DAY = 1000
const DAY = 86_400
const PER_ACCOUNT = 5
/** Texts of mails that left within so many days are still kept. */
const TEXTS_KEPT = 7

type Db = SqliteDatabase.Database
type Values = Record<string, number | bigint>

/**
 * A store as a desk has it after so many tickets, all of them still open and waited for: the worst case.
 * The schema is made by the product's own migrations; the rows come by plain SQL, in the order in which
 * years of mail would have written them. Texts have 300 bytes; raw mail is not kept any more. `say`
 * is told what was done. Gives the size of the file in bytes.
 */
export async function liveLong(
  file: string,
  tickets: number,
  say: (line: string) => void,
): Promise<number> {
  const store = await openStore(file, { migrate: true })
  await store.close()
  const db = new SqliteDatabase(file)
  db.function('idHash', { deterministic: true }, (id) => idHash(String(id)))
  db.function('firstMailOf', { deterministic: true }, (number) => firstMailOf(Number(number)))
  // Nothing of it has to survive a crash.
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('foreign_keys = OFF')
  db.pragma('cache_size = -500000')
  db.pragma('threads = 2')
  const accounts = accountsOf(tickets)
  const last = (tickets + (ENTRIES - 1) * TICKETS_A_DAY) * ENTRIES - 1
  const began = Date.now() / 1000 - ((last + 1) / ENTRIES) * (DAY / TICKETS_A_DAY)
  // A number of JavaScript is bound as a real, and divided as one.
  const [t, a] = [BigInt(tickets), BigInt(accounts)]
  const values = {
    tickets: t,
    accounts: a,
    contacts: a * BigInt(PER_ACCOUNT),
    last: BigInt(last),
    began,
  }
  const indexes = takeIndexes(db)
  for (const [what, ...statements] of STEPS) {
    const from = performance.now()
    let rows = 0
    for (const text of statements) rows += db.prepare(text).run(bound(text, values)).changes
    say(`${what}: ${rows.toLocaleString('en')} rows, ${seconds(from)} s`)
  }
  const from = performance.now()
  for (const sql of indexes) db.exec(sql)
  say(`indexes: ${indexes.length}, ${seconds(from)} s`)
  db.pragma('journal_mode = WAL')
  db.close()
  flush(file)
  return statSync(file).size
}

/** Who writes to such a desk: even accounts have no support contact, the odd ones have one. */
export function castOf(tickets: number): Cast {
  const accounts = accountsOf(tickets)
  const half = tickets / 2
  return {
    customer: (nth) => addressOf(2 * (nth % (accounts / 2)), nth % PER_ACCOUNT),
    replyOf(nth) {
      // All over the tickets of the odd accounts: 7919 is prime, so each has its turn.
      const index = 2 * ((nth * 7919) % half) + 1
      const ticket = FIRST_TICKET + index
      const writer = Math.floor(index / accounts) % PER_ACCOUNT
      return { from: addressOf(index % accounts, writer), ticket }
    },
  }
}

function accountsOf(tickets: number): number {
  return Math.max(20, tickets / 500)
}

function addressOf(account: number, nth: number): string {
  return `c${nth}@a${account}.test`
}

/** Rows first, indexes later: each is then sorted once. What keeps keys unique stays. */
function takeIndexes(db: Db): string[] {
  const found = db
    .prepare("select name, sql from sqlite_master where type = 'index' and sql is not null")
    .all() as { name: string; sql: string }[]
  for (const { name } of found) db.exec(`drop index "${name}"`)
  return found.map(({ sql }) => sql)
}

function bound(text: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => text.includes(`:${name}`)))
}

function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1)
}

/** What still waits for the disk would be waited for in the first round. */
function flush(file: string): void {
  const fd = openSync(file, 'r+')
  fsyncSync(fd)
  closeSync(fd)
}

function at(unix: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${unix}, 'unixepoch')`
}

/**
 * One row per entry, in the order of time: `id`, the ticket's index `i`, which of its entries `k` it is,
 * when it came (`unix`), the ticket's account `a` and which of its people `c`.
 */
const ENTRY_ROWS = `with recursive
  step(n) as (select 0 union all select n + 1 from step where n < :last),
  placed as (select n, n / ${ENTRIES} - (n % ${ENTRIES}) * ${TICKETS_A_DAY} as i, n % ${ENTRIES} as k from step),
  rows as (select n + 1 as id, i, k, i % :accounts as a, (i / :accounts) % ${PER_ACCOUNT} as c,
    :began + n * ${DAY / TICKETS_A_DAY / ENTRIES} as unix, ${FIRST_TICKET} + i as number
    from placed where i >= 0 and i < :tickets)`

/** One row per ticket, with the times of its first and its last entry. */
const TICKET_ROWS = `with recursive
  step(i) as (select 0 union all select i + 1 from step where i < :tickets - 1),
  rows as (select i, i % :accounts as a, (i / :accounts) % ${PER_ACCOUNT} as c, ${FIRST_TICKET} + i as number,
    :began + i * ${DAY / TICKETS_A_DAY} as opened,
    :began + (i + ${(ENTRIES - 1) * TICKETS_A_DAY}) * ${DAY / TICKETS_A_DAY} as updated from step)`

const PEOPLE_ROWS = `with recursive
  step(n) as (select 0 union all select n + 1 from step where n < :contacts - 1),
  rows as (select n + 1 as id, n / ${PER_ACCOUNT} as a, n % ${PER_ACCOUNT} as c from step)`

const BEGAN = at(':began')
const ADDRESS = "'c' || c || '@a' || a || '.test'"
const AUTHOR = `iif(k % 2 = 0, ${ADDRESS}, 'agent@bench.test')`
const TOPIC = "'No dial tone at site ' || i"
const SUBJECT = `iif(k = 0, '', 'Re: [${TAG}#' || number || '] ') || ${TOPIC}`
const TEXT = `substr('${'it rings once and then it is silent, '.repeat(9)}', 1 + i % 30, 300)`
/** As a history has it, with fewer rules. */
const DETAIL = `'{"evidence":[{"kind":"tag","shown":"[${TAG}#' || number || ']","ticket":' || number || ',"verdict":"taken"}],"authentication":{"verdict":"unknown","because":"nothing proves or disproves its From"},"rules":[{"rule":"blocked","answer":null},{"rule":"our own","answer":null},{"rule":"duplicate","answer":null},{"rule":"bounce","answer":null},{"rule":"automatic","answer":null}],"flagged":false,"recipients":[]}'`
/** The rows of the outbox of a ticket: the confirmation and the report to the agent. */
const NOTICES = 'rows, (select 0 as seq union all select 1)'

const STEPS: [what: string, ...statements: string[]][] = [
  [
    'accounts and people',
    `insert into account ("accountId", kind, model, company, "companyKey", state, "createdAt")
      ${PEOPLE_ROWS} select 'A-' || (10001 + a), 'customer', 'cloud', 'Company ' || a, 'company ' || a, 'active', ${BEGAN}
      from rows where c = 0`,
    `insert into contact (id, name, "accountId", state, "createdAt")
      ${PEOPLE_ROWS} select id, 'Customer', a + 1, 'active', ${BEGAN} from rows`,
    `insert into "contactAddress" (address, "contactId", main) ${PEOPLE_ROWS} select ${ADDRESS}, id, 1 from rows`,
    `insert into "contactRole" ("contactId", "accountId", role)
      ${PEOPLE_ROWS} select id, a + 1, 'authorised-contact' from rows`,
    `insert into "supportContact" ("accountId", address, "addedAt")
      ${PEOPLE_ROWS} select a + 1, 'partner' || a || '@help.test', ${BEGAN} from rows where c = 0 and a % 2 = 1`,
    `insert into counter (name, value) values ('account', 10000 + :accounts)`,
    `insert into counter (name, value) values ('ticket', ${FIRST_TICKET} - 1 + :tickets)`,
    `insert into mailbox (id, source, folder, name, "uidValidity", "lastUid", "firstSeenAt")
      values (1, 'support@imap.test', 'INBOX', 'support', 1, :last + 1, ${BEGAN})`,
  ],
  [
    'ledger',
    `insert into ledger (id, "mailboxId", "uidValidity", uid, size, sha256, "internalDate", "receivedAt", state,
        acknowledged, fingerprint, "messageId", "messageIdHash", "fromAddress", subject, date, outcome, reason,
        ticket, "decidedAt")
      ${ENTRY_ROWS} select id, 1, 1, id, 3500, lower(hex(randomblob(32))), ${at('unix')}, ${at('unix')}, 'decided',
        1, lower(hex(randomblob(32))), iif(k = 0, firstMailOf(number), '<' || id || '@mail.test>'),
        iif(k = 0, idHash(firstMailOf(number)), lower(hex(randomblob(16)))), ${AUTHOR}, ${SUBJECT}, ${at('unix')},
        iif(k = 0, 'opened', 'replied'), iif(k % 2 = 0, 'the writer is the requester', 'an agent wrote'),
        number, ${at('unix')} from rows`,
  ],
  [
    'history of the ledger',
    `insert into "ledgerHistory" (id, "ledgerId", at, actor, outcome, reason, detail)
      ${ENTRY_ROWS} select id, id, ${at('unix')}, 'ticketd', iif(k = 0, 'opened', 'replied'),
        iif(k % 2 = 0, 'the writer is the requester', 'an agent wrote'), ${DETAIL} from rows`,
  ],
  [
    'tickets',
    `insert into ticket (number, subject, status, priority, department, mailbox, "accountId", "requesterContactId",
        "requesterName", "requesterAddress", "supportSide", locale, seq, "openedAt", "updatedAt",
        "clockFrom", "clockDue", "clockNext")
      ${TICKET_ROWS} select number, ${TOPIC}, 'open', 'P3', 'support', 'support', a + 1,
        a * ${PER_ACCOUNT} + c + 1, 'Customer', ${ADDRESS}, 'desk', 'en', 2, ${at('opened')}, ${at('updated')},
        ${at('updated')}, ${at(`unixepoch() + 30 * ${DAY} + i`)}, ${at(`unixepoch() + 20 * ${DAY} + i`)} from rows`,
    `insert into "ticketFields" (ticket, fields) ${TICKET_ROWS} select number, '{"feature":"calls"}' from rows where i % 4 = 0`,
    `insert into participant (ticket, address, name, "addedAt", "addedBy")
      ${TICKET_ROWS} select number, 'colleague' || i % 7 || '@a' || a || '.test', 'Colleague', ${at('opened')}, ${ADDRESS} from rows`,
  ],
  [
    'entries',
    `insert into entry (id, ticket, at, direction, audience, "authorSide", "fromName", "fromAddress", recipients,
        subject, "ledgerId", "textHash", verified)
      ${ENTRY_ROWS} select id, number, ${at('unix')}, iif(k % 2 = 0, 'in', 'out'), 'customer',
        iif(k % 2 = 0, 'customer', 'support'), iif(k % 2 = 0, 'Customer', 'Agent'), ${AUTHOR},
        '["support@bench.test"]', ${SUBJECT}, id, lower(hex(randomblob(16))), 1 from rows`,
  ],
  [
    'texts of entries',
    `insert into "entryText" ("entryId", text, reply, folds) ${ENTRY_ROWS} select id, ${TEXT}, ${TEXT}, '[]' from rows`,
  ],
  [
    'events and promises kept',
    `insert into event (at, ticket, actor, kind, data)
      ${ENTRY_ROWS} select ${at('unix')}, number, ${AUTHOR}, iif(k = 0, 'opened', 'update-due'), '{}' from rows where k < 2`,
    `insert into promise (ticket, priority, planned, department, "madeAt", "dueAt", "endedAt")
      ${ENTRY_ROWS} select number, 'P3', 0, 'support', ${at('unix')}, ${at(`unix + ${DAY}`)}, ${at('unix')} from rows
      where k % 2 = 1`,
  ],
  [
    'mails sent',
    `insert into outbox (id, ticket, seq, mailbox, template, priority, recipient, "recipientName", "envelopeFrom",
        "fromName", "fromAddress", "replyTo", subject, "messageId", "references", "autoSubmitted", date, language,
        attachments, status, attempts, "ledgerId", "createdAt", "finishedAt")
      ${TICKET_ROWS} select 1 + i * 2 + seq, number, seq + 1, 'support',
        iif(seq = 0, 'customer-opened', 'support-opened'), 1 - seq, iif(seq = 0, ${ADDRESS}, 'agent@bench.test'),
        'Customer', 'support@bench.test', 'Bench Support', 'support@bench.test', 'support@bench.test',
        '[${TAG}#' || number || '] ' || ${TOPIC}, '<ticket.' || number || '.' || (seq + 1) || '.0123456789ab@bench.test>',
        '<ticket.' || number || '.0.0123456789ab@bench.test>', iif(seq = 0, 'auto-replied', null), ${at('opened')},
        'en', '[]', 'sent', 1, i * ${ENTRIES} + 1, ${at('opened')}, ${at('opened')} from ${NOTICES}`,
    `insert into "outboxText" ("outboxId", text, html)
      ${TICKET_ROWS} select 1 + i * 2 + seq, ${TEXT} || ${TEXT}, '<p>' || ${TEXT} || ${TEXT} || '</p>'
      from ${NOTICES} where opened > unixepoch() - ${TEXTS_KEPT * DAY} order by 1`,
    `insert into answered (address, kind, at)
      ${TICKET_ROWS} select ${ADDRESS}, 'confirmation', ${at('opened')} from rows where opened > unixepoch() - 2 * ${DAY}`,
  ],
]
