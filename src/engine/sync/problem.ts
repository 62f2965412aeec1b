import type { Account } from '../../account/account.ts'
import type { DirectoryFault } from '../../account/directory-fault.ts'
import type { DirectoryFacts } from '../../notification/directory.ts'
import type { Writer } from '../../store/database.ts'
import { listDecisionMakers } from '../../store/directory-contacts.ts'
import type { DirectorySync } from '../../store/directory-sync.ts'
import type { Desk } from '../desk.ts'
import { tellApart } from '../tell-apart.ts'

/** How the sync stood and stands, and what is wrong with it now. */
interface Change {
  was: DirectorySync
  is: DirectorySync
  fault: DirectoryFault | null
}

/**
 * Tells the Decision Makers once when the sync of their directory fails, and once
 * when it works again.
 */
export async function tellOfDirectory(
  desk: Desk,
  writer: Writer,
  account: Account,
  { was, is, fault }: Change,
): Promise<void> {
  const [before, now] = [problemOf(was), problemOf(is)]
  if (before === now) return
  const { accountId, company } = account
  const directory: DirectoryFacts = {
    account: { accountId, company },
    kind: now ?? 'solved',
    fault: now === 'error' ? (fault ?? { is: 'told', words: is.syncError ?? '' }) : null,
    source: is.source,
  }
  for (const { name, address, locale } of await listDecisionMakers(writer, account.id)) {
    await tellApart(desk, writer, {
      happening: 'directory-problem',
      decisionMaker: { name, address },
      more: { directory, locale: locale ?? account.locale },
    })
  }
}

function problemOf({ tokenState, syncState }: DirectorySync): 'invalid-login' | 'error' | null {
  if (tokenState === 'invalid-login') return 'invalid-login'
  return syncState === 'error' ? 'error' : null
}
