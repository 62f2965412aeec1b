import type { Account } from '../../account/account.ts'
import { whyNoDomain } from '../../account/mail-domains.ts'
import { Failure } from '../../errors.ts'
import { addDomain, findAccountOfDomain, removeDomain } from '../../store/account-domains.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { type Actor, actorOf } from './actor.ts'
import { refuse } from './faults.ts'
import { releaseHeldOfDomain } from './release-held.ts'

/** What came of adding or removing a mail domain. */
export interface DomainChange {
  /** Normalised: `globex.example` for `@Globex.example.`. */
  domain: string
  /** Numbers of mails that were held because nobody knew their writer, and are decided again. */
  released: number[]
}

/** From now on who writes from this mail domain is an other user of the account. */
export async function addMailDomain(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<DomainChange> {
  return await onDomain(desk, accountId, written, as, 'added', async (change) => {
    const { writer, account, domain, actor, at } = change
    const own = desk.config.mailboxes.some(({ address }) => address.endsWith(`@${domain}`))
    const why = whyNoDomain(domain) ?? (own ? `${domain} is the desk's own` : null)
    refuse('Nothing was added', why === null ? [] : [{ field: 'domain', text: why }])
    if (await addDomain(writer, account.id, domain)) {
      return await releaseHeldOfDomain(writer, desk.config, account, domain, actor.name, at)
    }
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
): Promise<DomainChange> {
  return await onDomain(desk, accountId, written, as, 'removed', async (change) => {
    const { writer, account, domain } = change
    if (await removeDomain(writer, account.id, domain)) return []
    throw new Failure('no-domain', `${domain} is no mail domain of ${account.accountId}.`)
  })
}

interface Change {
  writer: Writer
  account: Account
  domain: string
  actor: Actor
  at: string
}

/** Gives what `work` gives: the mails that the change released. */
async function onDomain(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
  what: 'added' | 'removed',
  work: (change: Change) => Promise<number[]>,
): Promise<DomainChange> {
  const domain = written.trim().toLowerCase().replace(/^@/, '').replace(/\.$/, '')
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insist('edit-account', `change the mail domains of ${accountId}`, desk.config, actor, account)
    const at = instant(desk.now())
    const released = await work({ writer, account, domain, actor, at })
    await addEvent(writer, {
      at,
      accountId: account.id,
      actor: actor.name,
      kind: `domain-${what}`,
      data: { domain },
    })
    return { domain, released }
  })
}
