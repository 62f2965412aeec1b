import type { Account } from '../../account/account.ts'
import { whyNoDomain } from '../../account/mail-domains.ts'
import { Failure } from '../../errors.ts'
import { addDomain, findAccountOfDomain, removeDomain } from '../../store/account-domains.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { refuse } from './faults.ts'

/** From now on who writes from this mail domain is an other user of the account. Gives the domain. */
export async function addMailDomain(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<string> {
  return await onDomain(desk, accountId, written, as, 'added', async (writer, account, domain) => {
    const own = desk.config.mailboxes.some(({ address }) => address.endsWith(`@${domain}`))
    const why = whyNoDomain(domain) ?? (own ? `${domain} is the desk's own` : null)
    refuse('Nothing was added', why === null ? [] : [{ field: 'domain', text: why }])
    if (await addDomain(writer, account.id, domain)) return
    const owner = await findAccountOfDomain(writer, domain)
    throw new Failure(
      'already',
      `${domain} belongs to ${owner?.accountId ?? 'an account'} already.`,
    )
  })
}

export async function removeMailDomain(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<string> {
  return await onDomain(
    desk,
    accountId,
    written,
    as,
    'removed',
    async (writer, account, domain) => {
      if (await removeDomain(writer, account.id, domain)) return
      throw new Failure('no-domain', `${domain} is no mail domain of ${account.accountId}.`)
    },
  )
}

async function onDomain(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
  what: 'added' | 'removed',
  work: (writer: Writer, account: Account, domain: string) => Promise<void>,
): Promise<string> {
  const domain = written.trim().toLowerCase().replace(/^@/, '').replace(/\.$/, '')
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insist('edit-account', `change the mail domains of ${accountId}`, desk.config, actor, account)
    await work(writer, account, domain)
    await addEvent(writer, {
      at: instant(desk.now()),
      accountId: account.id,
      actor: actor.name,
      kind: `domain-${what}`,
      data: { domain },
    })
    return domain
  })
}
