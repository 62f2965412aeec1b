import type { Account } from '../../account/account.ts'
import type { DirectoryFacts } from '../../notification/directory.ts'
import type { Writer } from '../../store/database.ts'
import { listDecisionMakers } from '../../store/directory-contacts.ts'
import type { DirectorySync } from '../../store/directory-sync.ts'
import type { Desk } from '../desk.ts'
import { tellApart } from '../tell-apart.ts'

/**
 * Tells the Decision Makers once when the sync of their directory fails, and once
 * when it works again.
 */
export async function tellOfDirectory(
  desk: Desk,
  writer: Writer,
  account: Account,
  was: DirectorySync,
  is: DirectorySync,
): Promise<void> {
  const [before, now] = [problemOf(was), problemOf(is)]
  if (before?.kind === now?.kind) return
  const { accountId, company } = account
  const directory: DirectoryFacts = {
    account: { accountId, company },
    solved: now === null,
    source: is.source,
    ...(now ?? { kind: 'solved', words: '' }),
  }
  for (const { name, address, locale } of await listDecisionMakers(writer, account.id)) {
    await tellApart(desk, writer, {
      happening: 'directory-problem',
      decisionMaker: { name, address },
      more: { directory, locale: locale ?? account.locale },
    })
  }
}

type Problem = Pick<DirectoryFacts, 'kind' | 'words'>

function problemOf({ tokenState, syncState, syncError }: DirectorySync): Problem | null {
  if (tokenState === 'invalid-login') return { kind: 'invalid-login', words: '' }
  return syncState === 'error' ? { kind: 'error', words: syncError ?? '' } : null
}
