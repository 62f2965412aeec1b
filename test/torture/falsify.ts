import { openSqlite, type Sqlite } from '../../src/store/dialect.ts'

/** One way to spoil the books, as a fault of the program would. */
interface Falsification {
  /** Whom it must be found by: words of the fault that is then told. */
  found: RegExp
  spoil(db: Sqlite, accepted: Map<string, number>): void
}

/** By name. A checker that finds nothing wrong with one of these proves nothing. */
export const FALSIFICATIONS: Record<string, Falsification> = {
  'mail-without-row': {
    found: /^UID \d+ has no row$/,
    spoil: (db) => db.exec(`delete from ledger where id = ${ONE_OPENED}`),
  },
  'mail-with-two-rows': {
    found: /^UID \d+ has 2 rows$/,
    spoil: (db) => copy(db, 'ledger', `id = ${ONE_OPENED}`, { uidValidity: 1 }),
  },
  'mail-not-decided': {
    found: /^UID \d+ is not decided$/,
    spoil: (db) => db.exec(`update ledger set state = 'received' where id = ${ONE_OPENED}`),
  },
  'ticket-twice': {
    found: /^only after the torture: \? \| open/,
    spoil: (db) => copy(db, 'ticket', ONE, { number: 999_999 }),
  },
  'entry-gone': {
    found: /^only undisturbed: entry of ticket of mail/,
    spoil: (db) => db.exec('delete from entry where id = (select max(id) from entry)'),
  },
  'text-changed': {
    found: /^only after the torture: entry of ticket of mail/,
    spoil: (db) =>
      db.exec(`update entry set textHash = 'x' where id = (select max(id) from entry)`),
  },
  'booking-gone': {
    found: /^never booked: deducted/,
    spoil: (db) => db.exec(`delete from creditEntry where id = ${ONE_BOOKING}`),
  },
  'booking-twice': {
    found: /^booked, and nobody ordered it: deducted/,
    spoil: (db) => copy(db, 'creditEntry', `id = ${ONE_BOOKING}`, {}),
  },
  'booking-of-another': {
    found: /^booked, and nobody ordered it: deducted .* of Globex/,
    spoil: (db) => db.exec(`update creditEntry set accountId = 1 where id = ${ONE_BOOKING}`),
  },
  'minutes-changed': {
    found: /^never booked: deducted/,
    spoil: (db) => db.exec(`update creditEntry set minutes = -1441 where id = ${ONE_BOOKING}`),
  },
  'minutes-not-noted': {
    found: /^minutes worked and not noted/,
    spoil: (db) => db.exec('delete from workTime where id = (select max(id) from workTime)'),
  },
  'notice-never-written': {
    found: /left, and no row knows it$/,
    spoil: (db) => db.exec(`delete from outbox where id = ${ONE_SENT}`),
  },
  'notice-twice': {
    found: /^only after the torture: sent/,
    spoil: (db, accepted) => {
      copy(db, 'outbox', `id = ${ONE_SENT}`, { messageId: '<twice@acme.test>' })
      accepted.set('<twice@acme.test>', 1)
    },
  },
  'accepted-mail-lost': {
    found: /is sent, in doubt 0 times, and came 0 times$/,
    spoil: (db, accepted) => accepted.delete(sent(db)),
  },
  'copy-without-uncertain': {
    found: /is sent, in doubt 0 times, and came 2 times$/,
    spoil: (db, accepted) => accepted.set(sent(db), 2),
  },
  'more-copies-than-doubts': {
    found: /is uncertain, in doubt 1 times, and came 3 times$/,
    spoil: (db, accepted) => {
      accepted.set(sent(db), 3)
      db.exec(`update outbox set status = 'uncertain', doubts = 1 where id = ${ONE_SENT}`)
    },
  },
  'mail-of-nobody': {
    found: /^<nobody@acme.test> left, and no row knows it$/,
    spoil: (_db, accepted) => accepted.set('<nobody@acme.test>', 1),
  },
}

const ONE_OPENED = `(select min(id) from ledger where outcome = 'opened')`
const ONE_BOOKING = `(select min(id) from creditEntry where kind = 'deducted')`
const ONE_SENT = `(select min(id) from outbox where status = 'sent' and doubts = 0)`
const ONE = 'number = (select min(number) from ticket)'

/** Spoils the store in this file, and what is known of the accepted mails. */
export function falsify(name: string, file: string, accepted: Map<string, number>): void {
  const db = openSqlite(file)
  db.pragma('foreign_keys = OFF')
  // The store itself refuses to change what is as good as money; a fault would not ask.
  for (const change of ['update', 'delete']) {
    for (const table of ['creditEntry', 'workTime']) {
      db.exec(`drop trigger if exists ${table}_no_${change}`)
    }
  }
  FALSIFICATIONS[name]?.spoil(db, accepted)
  db.close()
}

/** Adds a copy of a row with other values in some columns and an id of its own. */
function copy(db: Sqlite, table: string, where: string, values: Record<string, unknown>): void {
  const { id: _, ...row } = db.prepare(`select * from ${table} where ${where}`).get() as object & {
    id?: number
  }
  const copied: Record<string, unknown> = { ...row, ...values }
  const names = Object.keys(copied)
  const list = names.map((name) => `"${name}"`).join(', ')
  const places = names.map(() => '?').join(', ')
  db.prepare(`insert into ${table} (${list}) values (${places})`).run(...Object.values(copied))
}

function sent(db: Sqlite): string {
  const row = db.prepare(`select messageId from outbox where id = ${ONE_SENT}`).get()
  return (row as { messageId: string }).messageId
}
