import type { Account } from '../account/account.ts'
import { findContactByAddress, listContacts } from '../store/contacts.ts'
import type { Writer } from '../store/database.ts'
import type { AccessHappening } from '../ticket/access-happening.ts'
import type { Desk } from './desk.ts'
import type { Telling, Told } from './tell.ts'
import { tellApart } from './tell-apart.ts'

/**
 * Tells the Decision Makers of these organisations, one mail each; `except`: who has heard already.
 */
export async function tellDecisionMakers(
  desk: Desk,
  writer: Writer,
  accounts: readonly Account[],
  what: { happening: AccessHappening; more: NonNullable<Telling['more']> },
  except: readonly string[] = [],
): Promise<Told[]> {
  const told: Told[] = []
  const done = new Set(except)
  for (const account of accounts) {
    for (const { name, address, roles, active } of await listContacts(writer, account.id)) {
      if (!active || !roles.includes('decision-maker') || done.has(address)) continue
      done.add(address)
      const contact = await findContactByAddress(writer, address)
      const locale = contact?.locale ?? account.locale
      told.push(
        ...(await tellApart(desk, writer, {
          happening: what.happening,
          decisionMaker: { name, address },
          more: { ...what.more, locale },
        })),
      )
    }
  }
  return told
}
