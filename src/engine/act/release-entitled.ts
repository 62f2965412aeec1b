import { judge } from '../../access/entitlement.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { dropAwaiting, listAwaiting } from '../../store/entitlements.ts'
import { findMail } from '../../store/ledger.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherHolding } from '../holding.ts'
import { putBackFor } from '../put-back.ts'

/**
 * Something of an organisation has changed: mails that waited for just that are decided again, and
 * their writers told by the confirmation. Gives the numbers of these mails in the ledger.
 */
export async function releaseEntitled(
  desk: Desk,
  writer: Writer,
  accountId: number,
  actor: string,
): Promise<number[]> {
  const released: number[] = []
  for (const waiting of await listAwaiting(writer, accountId)) {
    const row = await findMail(writer, waiting.ledgerId)
    if (row?.outcome !== 'held' || row.state !== 'decided') {
      // A person has decided about it meanwhile.
      await dropAwaiting(writer, waiting.ledgerId)
      continue
    }
    const rule = desk.config.departments.find(({ name }) => name === waiting.department)
    const account = await getAccount(writer, waiting.accountId)
    const now = desk.now()
    const holding = await gatherHolding(writer, desk.config, account, waiting.payerId, now)
    const take = desk.config.contracts.deployment === 'take'
    if (rule && judge(rule, waiting, holding, take).verdict !== 'entitled') continue
    const reason = 'released: what it needs is there now'
    await putBackFor(writer, row, { replay: { by: actor } }, reason, actor, instant(now))
    released.push(row.id)
  }
  return released
}
