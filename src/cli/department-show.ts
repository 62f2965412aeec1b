import type { Config, Department } from '../config/schema.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

export function printDepartments(
  { departments, mailboxes }: Config,
  options: { json?: boolean },
  io: Io,
): void {
  const rows = departments.map((department) => ({
    ...department,
    mailboxes: mailboxes.filter((one) => one.department === department.name).map((m) => m.address),
  }))
  if (options.json) {
    printJson(io, rows)
    return
  }
  const titles = ['department', 'group', 'contract', 'credits', 'coverage', 'besides', 'addresses']
  const cells = rows.map((row) => [
    row.name,
    row.group ?? '-',
    row.contract,
    row.credits,
    row.coverage,
    besides(row).join('; ') || '-',
    [...row.mailboxes, ...row.aliases].join(', ') || '-',
  ])
  printTable(io, titles, cells)
}

function besides({ bestEffort, connectedTo, fields, only }: Department): string[] {
  const { models, kinds, products, accounts } = only
  const some = [...models, ...kinds, ...products, ...accounts]
  return [
    ...(bestEffort ? ['best effort'] : []),
    ...(connectedTo.length > 0 ? [`connected to ${connectedTo.join(', ')}`] : []),
    ...(fields.length > 0 ? [`asks for ${fields.join(', ')}`] : []),
    ...(some.length > 0 ? [`only for ${some.join(', ')}`] : []),
  ]
}
