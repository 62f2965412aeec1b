import type { Contract } from '../../access/contracts.ts'
import { addCreditEntry } from '../../store/credits.ts'
import type { Writer } from '../../store/database.ts'

/** Adds the credits that come with a period of a contract; to be done once for each. */
export async function includeCredits(
  writer: Writer,
  { id, accountId, type, included }: Contract,
  actor: string,
  at: string,
): Promise<void> {
  const reason = `included with contract ${id} (${type})`
  const entry = { accountId, at, minutes: included, reason, ticket: null, actor }
  await addCreditEntry(writer, { ...entry, kind: 'included', contractId: id })
}
