import type { Account } from '../../account/account.ts'
import { listDomains } from '../../store/account-domains.ts'
import { listSupportContacts, setAccountState } from '../../store/accounts.ts'
import { dropCode } from '../../store/codes.ts'
import { listContacts } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import type { Person } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import type { Told } from '../tell.ts'
import { tellDecisionMaker } from '../tell-decision-maker.ts'
import type { Made } from './accounts.ts'
import { invite } from './invite.ts'
import { releaseHeldOf, releaseHeldOfDomain, strangersAmong } from './release-held.ts'
import { tellSupport } from './tell-support.ts'
import { attachOwnerless } from './ticket-account.ts'

/** What led to it: a mail of the Decision Maker, a code given back, or the operator's word. */
export interface Proof {
  by: 'reply' | 'code' | 'operator'
  /** As events and histories name who did it. */
  actor: string
  /** The mail that proved it. */
  ledgerId?: number
}

/**
 * A pending account counts from now on: its Decision Maker is told, and what its people wrote
 * before is decided again.
 */
export async function activate(
  desk: Desk,
  writer: Writer,
  account: Account,
  { by, actor, ledgerId }: Proof,
): Promise<Made & { told: Told[] }> {
  const at = instant(desk.now())
  const { id, accountId, company } = account
  const people = await listContacts(writer, id)
  const support = await listSupportContacts(writer, id)
  const addresses = [...people, ...support].map((one) => one.address)
  const strangers = await strangersAmong(writer, desk.config, addresses)
  await setAccountState(writer, id, 'active')
  const data = { by, ...(ledgerId !== undefined && { mail: ledgerId }) }
  await addEvent(writer, { at, accountId: id, actor, kind: 'account-activated', data })
  const deciders = people.filter((one) => one.roles.includes('decision-maker'))
  const active = { ...account, state: 'active' as const }
  const attached: number[] = []
  // Whoever else was added to it has not proven yet to be who they say.
  for (const { address } of deciders) {
    await dropCode(writer, { accountId: id, purpose: 'confirm', address })
    attached.push(...(await attachOwnerless(writer, active, address, actor, at)))
  }
  const released: number[] = []
  for (const address of strangers) {
    released.push(...(await releaseHeldOf(writer, address, actor, at)))
  }
  for (const domain of await listDomains(writer, id)) {
    released.push(...(await releaseHeldOfDomain(writer, desk.config, active, domain, actor, at)))
  }
  const teller = { name: actor, sender: null }
  // Whoever was added meanwhile hears of it now.
  for (const { address } of people.filter((one) => !deciders.includes(one))) {
    await invite(desk, writer, active, address, teller)
  }
  const answering = support.map((one) => one.address)
  const others = answering.filter((one) => !deciders.some(({ address }) => address === one))
  await tellSupport(desk, writer, active, teller, 'support-contact-added', others)
  const told: Told[] = []
  for (const { name, address } of deciders) {
    const decisionMaker: Person = { name, address }
    const registered = { accountId, company, address, released: released.length }
    told.push(
      ...(await tellDecisionMaker(desk, writer, 'account-confirmed', decisionMaker, {
        answered: by === 'reply' && address === actor,
        more: { registered, locale: account.locale },
      })),
    )
  }
  return { account: active, released, attached, told }
}
