import { type Account, type AccountModel, supportSideFor } from '../../account/account.ts'
import { ACCOUNT_MODELS } from '../../config/account-kinds.ts'
import { parseInstant } from '../../config/values.ts'
import { oneLine } from '../../message/unicode.ts'
import { listSupportContacts, setAccountDetails } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insist, insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { type Fault, refuse } from './faults.ts'

/** What somebody wants changed, as written; what is not named stays. */
export interface DetailsForm {
  helpDesk?: string | undefined
  member?: string | undefined
  /** A day, whose end it is, or an instant; `none` takes it away. */
  supportUntil?: string | undefined
  model?: string | undefined
}

type Details = Pick<Account, 'helpDesk' | 'member' | 'supportUntil' | 'model'>

const DAY = 86_400_000

/**
 * Changes how an account is looked after. Its help desk is for its partner too; model,
 * membership and support are what the vendor sells. Throws Failure `not-allowed`, or `refused`
 * with all that is wrong.
 */
export async function setDetails(
  desk: Desk,
  accountId: string,
  form: DetailsForm,
  as: string | null,
): Promise<Account> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    const what = `change ${accountId}`
    insist('edit-account', what, desk.config, actor, account)
    const { helpDesk: _, ...sold } = form
    const sells = Object.values(sold).some((value) => value !== undefined)
    if (sells) insistOnDesk(`${what} in that`, desk.config, actor)
    const details = detailsOf(form, account)
    const changed = { ...account, ...details }
    refuse('Nothing was changed', [
      ...formFaults(form, account),
      ...(await supportFaults(writer, changed)),
    ])
    await setAccountDetails(writer, account.id, details)
    const before = detailsOf({}, account)
    await addEvent(writer, {
      at: instant(desk.now()),
      accountId: account.id,
      actor: actor.name,
      kind: 'account-changed',
      data: { before, after: details },
    })
    return changed
  })
}

function detailsOf(form: DetailsForm, account: Account): Details {
  const { helpDesk, member, supportUntil, model } = form
  return {
    helpDesk: helpDesk === undefined ? account.helpDesk : oneLine(helpDesk) || null,
    member: member === undefined ? account.member : member === 'yes',
    supportUntil: supportUntil === undefined ? account.supportUntil : endOf(supportUntil),
    model: model === undefined ? account.model : (model as AccountModel),
  }
}

/** A day counts to its end, in UTC. */
function endOf(written: string): string | null {
  const from = parseInstant(written)
  if (from === undefined) return null
  return written.includes('T') ? from : new Date(Date.parse(from) + DAY - 1).toISOString()
}

function formFaults(form: DetailsForm, { kind, accountId }: Account): Fault[] {
  const { helpDesk, member, supportUntil, model } = form
  const models: readonly string[] = ACCOUNT_MODELS
  const faults: Fault[] = []
  if (Object.values(form).every((value) => value === undefined)) {
    faults.push({ field: accountId, text: 'stays as it is: say what is to be changed' })
  }
  if (helpDesk !== undefined && helpDesk.length > 200) {
    faults.push({ field: 'help-desk', text: 'is too long' })
  }
  if (member !== undefined) {
    if (!['yes', 'no'].includes(member)) faults.push({ field: 'member', text: 'must be yes or no' })
    else if (kind !== 'consultant' && kind !== 'developer') {
      faults.push({ field: 'member', text: 'is for consultants and developers only' })
    }
  }
  if (supportUntil !== undefined && supportUntil !== 'none' && !parseInstant(supportUntil)) {
    faults.push({ field: 'support-until', text: 'must be a date such as 2027-03-31, or none' })
  }
  if (model !== undefined) {
    if (kind !== 'customer') faults.push({ field: 'model', text: 'is for customers only' })
    else if (!models.includes(model)) {
      faults.push({ field: 'model', text: `must be one of ${models.join(', ')}` })
    }
  }
  return faults
}

/** Whom its support contacts answer, now or after its support has ended, needs at least one. */
async function supportFaults(reader: Reader, account: Account): Promise<Fault[]> {
  const everAfter = '9999-12-31T23:59:59.999Z'
  if (supportSideFor(account, everAfter) === 'desk') return []
  if ((await listSupportContacts(reader, account.id)).length > 0) return []
  return [{ field: 'support-contact', text: 'is missing: such an account needs at least one' }]
}
