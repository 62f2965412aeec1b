import { type CsvRecord, readTable } from '../../directory/csv.ts'
import { Failure } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { localTime } from '../due/day.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { type ContractForm, judgeContract, writeContract } from './contracts.ts'
import { releaseEntitled } from './release-entitled.ts'

const COLUMNS = ['account', 'deployment', 'product', 'type', 'starts'] as const
type Column = (typeof COLUMNS)[number]

export interface Imported {
  contracts: number
  credits: number
  released: number[]
}

/** Thrown to take everything back. */
class Undo extends Error {
  readonly imported: Imported
  constructor(imported: Imported) {
    super()
    this.imported = imported
  }
}

/**
 * Makes the contracts of a CSV text, all of them or none: a line of column names (account,
 * deployment, product, type, starts), then a line each. `dry`: says what would be made and takes it
 * back. Throws Failure `refused` with every fault and its line.
 */
export async function importContracts(
  desk: Desk,
  text: string,
  dry: boolean,
  as: string | null,
): Promise<Imported> {
  const { columns, records } = readTable(text)
  const names = columns.map((column) => column.trim().toLowerCase())
  refuseColumns(names)
  const play = desk.store.transact(async (writer) => {
    const imported = await importAll(desk, writer, names, records, as)
    if (dry) throw new Undo(imported)
    return imported
  })
  return await play.catch((error: unknown) => {
    if (error instanceof Undo) return error.imported
    throw error
  })
}

async function importAll(
  desk: Desk,
  writer: Writer,
  names: readonly string[],
  records: readonly CsvRecord[],
  as: string | null,
): Promise<Imported> {
  const actor = await actorOf(writer, desk.config, as)
  insistOnDesk('import contracts', desk.config, actor)
  const at = instant(desk.now())
  const today = localTime(desk.now(), desk.config.desk.timeZone).day
  const faults: string[] = []
  const accounts = new Set<number>()
  const imported: Imported = { contracts: 0, credits: 0, released: [] }
  for (const { line, cells } of records) {
    const row = cells && rowOf(names, cells)
    if (!row) {
      faults.push(`line ${line}: has not one value for each of the ${names.length} columns`)
      continue
    }
    const account = await findAccount(writer, row.account)
    if (!account) {
      faults.push(`line ${line}: account ${row.account || '(empty)'} is none`)
      continue
    }
    // Contracts of the lines before count: two lines may overlap each other.
    const judged = await judgeContract(writer, desk.config, account, formOf(row))
    faults.push(...judged.faults.map(({ field, text }) => `line ${line}: ${field} ${text}`))
    if (judged.faults.length > 0) continue
    const contract = await writeContract(writer, judged.contract, { actor: actor.name, at, today })
    imported.contracts += 1
    imported.credits += contract.included
    accounts.add(account.id)
  }
  if (faults.length > 0) {
    throw new Failure('refused', ['Nothing was imported:', ...faults].join('\n  '))
  }
  const data = { contracts: imported.contracts }
  await addEvent(writer, { at, actor: actor.name, kind: 'contracts-imported', data })
  for (const id of accounts) {
    imported.released.push(...(await releaseEntitled(desk, writer, id, actor.name)))
  }
  return imported
}

function refuseColumns(names: readonly string[]): void {
  const unknown = names.filter((name) => !isColumn(name))
  const missing = (['account', 'type', 'starts'] as const).filter((name) => !names.includes(name))
  const said = [
    ...unknown.map((name) => `there is no column "${name}"`),
    ...missing.map((name) => `the column ${name} is missing`),
  ]
  if (said.length === 0) return
  throw new Failure('refused', `Nothing was imported: ${said.join('; ')}.`, {
    advice: `The columns are ${COLUMNS.join(', ')}.`,
  })
}

function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name)
}

function rowOf(names: readonly string[], cells: readonly string[]): Record<Column, string> | null {
  if (cells.length !== names.length) return null
  const value = (column: Column) => (cells[names.indexOf(column)] ?? '').trim()
  const [account, deployment, product, type, starts] = COLUMNS.map(value) as [
    string,
    string,
    string,
    string,
    string,
  ]
  return { account, deployment, product, type, starts }
}

function formOf({ deployment, product, type, starts }: Record<Column, string>): ContractForm {
  // A deployment has its product already: a list often names both.
  return deployment === ''
    ? { type, starts, product: product === '' ? undefined : product }
    : { type, starts, deployment }
}
