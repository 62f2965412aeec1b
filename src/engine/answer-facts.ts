import type { Act, Decision } from '../decision/decision.ts'
import type { Facts } from '../decision/facts.ts'
import type { ComposeContext } from '../notification/context.ts'
import type { Reader } from '../store/database.ts'
import type { Desk } from './desk.ts'
import type { Letter } from './gather.ts'
import { gatherReferral, placesOf } from './referral-facts.ts'

type Answer = Pick<ComposeContext, 'locale' | 'opened' | 'referral'>

/** What the desk's answer to a mail says besides the ticket; looked up only when there is one. */
export async function answerFacts(
  { config }: Desk,
  reader: Reader,
  { mail }: Letter,
  { sender }: Facts,
  { acts }: Decision,
  { happening, account }: Extract<Act, { act: 'tell' }>,
): Promise<Answer> {
  if (account) {
    const { subject } = mail
    return {
      locale: sender.contact?.locale ?? account.locale,
      referral: await gatherReferral(reader, config, { account, sender, subject }),
    }
  }
  const opening = happening === 'opened' && acts.find((act) => act.act === 'open')
  if (!opening) return {}
  const { caller, stated } = opening
  const places = caller && placesOf(config, caller)
  return {
    opened: { caller, phone: places?.phone ?? null, access: places?.access ?? null, stated },
  }
}
