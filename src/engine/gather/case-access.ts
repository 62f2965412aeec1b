import { asksForAnything, type Claim } from '../../access/entitlement.ts'
import type { Account } from '../../account/account.ts'
import type { Config } from '../../config/schema.ts'
import type { AwaitingFacts, CaseAccess } from '../../decision/case-access.ts'
import type { Decision } from '../../decision/decision.ts'
import type { Facts, Matter } from '../../decision/facts.ts'
import { connectionIn } from '../../decision/supplied.ts'
import type { Mail } from '../../message/mail.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { countOpenUnentitled, findAwaiting } from '../../store/entitlements.ts'
import { findMail } from '../../store/ledger.ts'
import { gatherHolding } from '../holding.ts'

/**
 * What an opening has to rest on, where its department asks for anything: of any other mail nothing
 * is looked up. What its writer has said since it was held counts before what stands in it.
 */
export async function gatherAccess(
  reader: Reader,
  config: Config,
  { mail, ledgerId, facts }: { mail: Mail; ledgerId: number; facts: Facts },
  { acts }: Decision,
  now: number,
): Promise<CaseAccess | null> {
  const open = acts.find((act) => act.act === 'open')
  if (open?.supportSide !== 'desk' || open.accountId === null || facts.forward) return null
  const rule = config.departments.find(({ name }) => name === open.department)
  if (!rule || !asksForAnything(rule)) return null
  const account = await getAccount(reader, open.accountId)
  const said = await findAwaiting(reader, ledgerId)
  const { fields } = open.stated
  const claim: Claim = {
    deployment: said?.deployment ?? fields.deployment ?? null,
    connectedTo: said?.connectedTo ?? connectionIn(mail.reply),
  }
  const billing = fields.billing ?? null
  return await accessOf(reader, config, account, rule.name, claim, billing, said?.payerId, now)
}

/** What the answered mail of ours asked about: it waits still, or has become a ticket meanwhile. */
export async function gatherAwaiting(
  reader: Reader,
  config: Config,
  matter: Matter | null,
  now: number,
): Promise<{ awaiting: AwaitingFacts | null; ticket: number | null }> {
  const nothing = { awaiting: null, ticket: null }
  // E: what it rests on was asked; Q: which account it is about.
  const [, kind, id] = /^([EQ])(\d+)$/.exec(matter?.id ?? '') ?? []
  const row = id === undefined ? undefined : await findMail(reader, Number(id))
  if (!row) return nothing
  if (row.outcome !== 'held') return { ...nothing, ticket: row.ticket }
  if (kind === 'Q') return nothing
  // One that is decided again in a moment is still what a second answer is about.
  const said = await findAwaiting(reader, row.id)
  if (!said) return nothing
  const account = await getAccount(reader, said.accountId)
  const { department, payerId } = said
  const access = await accessOf(reader, config, account, department, said, null, payerId, now)
  return { ...nothing, awaiting: access && { mail: row.id, access } }
}

async function accessOf(
  reader: Reader,
  config: Config,
  account: Account,
  department: string,
  { deployment, connectedTo }: Claim,
  billing: string | null,
  payerId: number | undefined,
  now: number,
): Promise<CaseAccess | null> {
  const rule = config.departments.find(({ name }) => name === department)
  if (!rule) return null
  const partner = account.partnerId === null ? null : await getAccount(reader, account.partnerId)
  const isPartner = partner?.id === payerId || partner?.accountId === billing
  const payer = partner && isPartner ? partner : account
  return {
    rule,
    claim: { deployment, connectedTo },
    holding: await gatherHolding(reader, config, account, payer.id, now),
    payer,
    otherPayer: payer === account ? partner : account,
    emergencies: await countOpenUnentitled(reader, account.id),
  }
}
