import type { Account, AccountKind, AccountModel, AccountState } from '../../account/account.ts'
import type { Role } from '../../account/roles.ts'
import { oneLine } from '../../message/unicode.ts'
import { addAccount, addSupportContact, findAccount } from '../../store/accounts.ts'
import { addContact } from '../../store/contacts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import type { Told } from '../tell.ts'
import { type AccountForm, formFaults } from './account-form.ts'
import { mayCreateFor, refuseActor } from './account-rights.ts'
import { actorOf, mayDoAll } from './actor.ts'
import { refuse } from './faults.ts'
import { whoIsMeant } from './partner-users.ts'
import { phoneOf } from './people.ts'
import { releaseHeldOf, strangersAmong } from './release-held.ts'
import { tellSupport } from './tell-support.ts'
import { attachOwnerless } from './ticket-account.ts'
import { giveToken } from './token.ts'
import { welcome } from './welcome.ts'

export interface Made {
  account: Account
  /** Numbers of mails that were held because nobody knew their writer, and are decided again. */
  released: number[]
  /** Numbers of tickets of no account that are the account's from now on. */
  attached: number[]
}

/**
 * Makes an account with its Decision Maker and support contacts, and sends the welcome mail. Throws
 * Failure `not-allowed`, or `refused` with everything that is wrong.
 */
export async function createAccount(
  desk: Desk,
  written: AccountForm,
  as: string | null,
): Promise<Made> {
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    const partner = written.partner === null ? null : await findAccount(writer, written.partner)
    if (!mayCreateFor(desk.config, actor, partner ?? null)) {
      refuseActor(actor, 'make this account', 'A user of its partner may (--partner ID).')
    }
    const form = await withPartnerUsers(writer, written, partner?.id ?? null)
    const faults = await formFaults(writer, desk.config, form, partner ?? null)
    refuse('The account was not made', faults)
    const made = await writeAccount(desk, writer, form, {
      partnerId: partner?.id ?? null,
      state: 'active',
      actor: actor.name,
    })
    // The Decision Maker has the welcome mail.
    const { address } = form.decisionMaker
    const others = form.supportContacts.filter((one) => one !== address)
    await tellSupport(desk, writer, made.account, actor, 'support-contact-added', others)
    // A partner may name anybody as Decision Maker, and must not read their tickets by that.
    if (!mayDoAll(desk.config, actor)) return made
    const at = instant(desk.now())
    const attached = await attachOwnerless(writer, made.account, address, actor.name, at)
    return { ...made, attached }
  })
}

/** A support contact may be named by a part of the name of one of the partner's users. */
async function withPartnerUsers(
  reader: Reader,
  form: AccountForm,
  partnerId: number | null,
): Promise<AccountForm> {
  const supportContacts: string[] = []
  for (const one of form.supportContacts) {
    const meant = await whoIsMeant(reader, { partnerId }, one)
    // What names nobody is judged with the rest of the form.
    supportContacts.push('address' in meant ? meant.address : one)
  }
  return { ...form, supportContacts }
}

/** How an account comes to be. */
export interface Making {
  /** The store's key of the partner. */
  partnerId: number | null
  state: AccountState
  actor: string
  /** What its event says besides. */
  data?: Record<string, unknown>
}

/**
 * Writes what was judged before: account, people, token, event and welcome mail in one transaction.
 */
export async function writeAccount(
  desk: Desk,
  writer: Writer,
  form: AccountForm,
  { partnerId, state, actor, data = {} }: Making,
): Promise<Made & { told: Told[] }> {
  const { decisionMaker, supportContacts, locale } = form
  const at = instant(desk.now())
  const account = await addAccount(writer, {
    kind: form.kind as AccountKind,
    model: form.model as AccountModel | null,
    company: oneLine(form.company),
    partnerId,
    state,
    locale,
    createdAt: at,
  })
  const { id } = account
  const people = [decisionMaker.address, ...supportContacts]
  const strangers = await strangersAmong(writer, desk.config, people)
  // A partner has a super user from the first day.
  const roles: Role[] =
    account.kind === 'partner' ? ['decision-maker', 'super-user'] : ['decision-maker']
  const phone = phoneOf(desk.config, form.phone)
  const contact = { ...decisionMaker, accountId: id, phone, locale, roles, createdAt: at }
  await addContact(writer, contact)
  for (const one of supportContacts) await addSupportContact(writer, id, one, at)
  const kind = state === 'pending' ? 'account-registered' : 'account-created'
  await addEvent(writer, { at, accountId: id, actor, kind, data })
  await giveToken(desk, writer, id)
  const told = await welcome(desk, writer, account, decisionMaker)
  const released: number[] = []
  // A pending account is nobody's until its Decision Maker has answered.
  for (const one of state === 'active' ? strangers : []) {
    released.push(...(await releaseHeldOf(writer, one, actor, at)))
  }
  return { account, released, attached: [], told }
}
