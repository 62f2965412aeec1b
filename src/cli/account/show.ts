import type { Account } from '../../account/account.ts'
import { accountOf } from '../../engine/act/account-of.ts'
import { listDomains } from '../../store/account-domains.ts'
import {
  listAccounts,
  listSupportContacts,
  partnerIdOf,
  type SupportContact,
} from '../../store/accounts.ts'
import { listContacts } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { type Io, printJson } from '../io.ts'
import { showText } from '../show.ts'
import { printTable } from '../table.ts'

export async function printAccountList(
  reader: Reader,
  options: { limit: number; json?: boolean },
  io: Io,
): Promise<void> {
  const accounts = await listAccounts(reader, options.limit)
  const rows = await Promise.all(accounts.map((account) => shown(reader, account)))
  if (options.json) return printJson(io, rows)
  const cells = rows.map((r) => [r.accountId, r.kind, r.model ?? '-', r.state, r.company])
  printTable(io, ['account', 'kind', 'model', 'state', 'company'], cells)
}

export async function printAccount(
  reader: Reader,
  accountId: string,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const account = await accountOf(reader, accountId)
  const contacts = await listContacts(reader, account.id)
  const supportContacts = await listSupportContacts(reader, account.id)
  const head = await shown(reader, account)
  const { helpDesk, member, supportUntil } = account
  const domains = await listDomains(reader, account.id)
  const more = { helpDesk, member, supportUntil, domains, contacts, supportContacts }
  if (options.json) return printJson(io, { ...head, ...more })
  const { company, kind, model, state, partner } = head
  const about = [
    kind,
    model,
    state,
    partner && `looked after by ${partner}`,
    member && 'member',
    supportUntil && `support until ${supportUntil.slice(0, 10)}`,
  ].filter(Boolean)
  io.out(`${account.accountId}: ${company}\n${about.join(' · ')}\n`)
  if (helpDesk !== null) io.out(`help desk: ${showText(helpDesk)}\n`)
  if (domains.length > 0) io.out(`mail domains: ${domains.join(', ')}\n`)
  io.out('\n')
  const people = contacts.map((c) => [c.name, c.address, c.roles.join(', ')])
  printTable(io, ['contact', 'address', 'roles'], people)
  io.out('\n')
  printSupportTable(io, supportContacts)
}

export async function printSupportContacts(
  reader: Reader,
  accountId: string,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const account = await accountOf(reader, accountId)
  const contacts = await listSupportContacts(reader, account.id)
  if (options.json) printJson(io, contacts)
  else printSupportTable(io, contacts)
}

function printSupportTable(io: Io, contacts: readonly SupportContact[]): void {
  const cells = contacts.map(({ address, name }) => [address, name])
  printTable(io, ['support contact', 'name'], cells)
}

async function shown(reader: Reader, account: Account) {
  const { accountId, company, kind, model, state, locale } = account
  const partner = await partnerIdOf(reader, account)
  return { accountId, company, kind, model, state, partner, locale }
}
