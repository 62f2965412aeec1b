import { type Statement, statementOf } from '../access/statement.ts'
import type { Config } from '../config/schema.ts'
import { accountOf } from '../engine/act/account-of.ts'
import { localTime } from '../engine/due/day.ts'
import { Failure } from '../errors.ts'
import { listCreditEntries } from '../store/credits.ts'
import type { Reader } from '../store/database.ts'
import { csvLine } from './csv.ts'
import { type Io, printJson } from './io.ts'
import { counted, showInstant, showText } from './show.ts'
import { printTable } from './table.ts'

export async function printCredits(
  reader: Reader,
  config: Config,
  id: string,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const account = await accountOf(reader, id)
  const entries = await listCreditEntries(reader, account.id)
  const balance = entries.reduce((sum, entry) => sum + entry.minutes, 0)
  if (options.json) {
    const shown = entries.map(({ at, minutes, reason, ticket, kind, actor, contractId }) => {
      return { at, minutes, reason, ticket, kind, actor, contract: contractId }
    })
    return printJson(io, { account: account.accountId, balance, entries: shown })
  }
  io.out(`${account.accountId} (${showText(account.company)}): ${counted(balance, 'credit')}\n\n`)
  const { timeZone } = config.desk
  printTable(
    io,
    [`when (${timeZone})`, 'minutes', 'ticket', 'by', 'why'],
    entries.map(({ at, minutes, reason, ticket, actor }) => [
      showInstant(at, timeZone),
      signed(minutes),
      ticket === null ? '-' : String(ticket),
      actor,
      reason,
    ]),
  )
}

export async function printStatement(
  reader: Reader,
  config: Config,
  id: string,
  options: { year?: string; format: string; json?: boolean },
  io: Io,
): Promise<void> {
  const account = await accountOf(reader, id)
  const { timeZone } = config.desk
  const year = options.year ?? localTime(Date.now(), timeZone).day.slice(0, 4)
  if (!/^\d{4}$/.test(year)) {
    throw new Failure('refused', `"${year}" is no year such as 2026.`)
  }
  const dayOf = (at: string) => localTime(Date.parse(at), timeZone).day
  const statement = statementOf(await listCreditEntries(reader, account.id), Number(year), dayOf)
  const head = { account: account.accountId, company: account.company, ...statement }
  if (options.json || options.format === 'json') return printJson(io, head)
  if (options.format === 'csv') return printCsv(statement, io)
  const { before, after, added, taken } = statement
  io.out(`Statement ${year} of ${account.accountId} (${showText(account.company)})\n`)
  io.out(`before ${before} · added ${added} · taken ${taken} · after ${after}\n\n`)
  const rows = statement.entries.map((one) => [
    one.day,
    signed(one.minutes),
    String(one.balance),
    one.ticket === null ? '-' : String(one.ticket),
    one.reason,
  ])
  printTable(io, ['day', 'minutes', 'balance', 'ticket', 'why'], rows)
}

/** RFC 4180. */
function printCsv({ entries }: Statement, io: Io): void {
  io.out(csvLine(['day', 'minutes', 'balance', 'ticket', 'reason', 'actor']))
  for (const { day, minutes, balance, ticket, reason, actor } of entries) {
    io.out(csvLine([day, minutes, balance, ticket, reason, actor]))
  }
}

function signed(minutes: number): string {
  return minutes > 0 ? `+${minutes}` : String(minutes)
}
