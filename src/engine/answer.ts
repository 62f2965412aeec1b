import type { Act, Decision } from '../decision/decision.ts'
import type { Facts } from '../decision/facts.ts'
import { personOf } from '../decision/facts.ts'
import { speakersOf } from '../decision/speaker.ts'
import type { Reader } from '../store/database.ts'
import { judgedOf } from './answer/judged.ts'
import { gatherReferral, placesOf, programmesOf } from './answer/referral.ts'
import { caseFormFor, gatherTickets } from './answer/wishes.ts'
import type { Desk } from './desk.ts'
import type { Letter } from './gather.ts'
import type { Telling } from './tell.ts'

type Answer = Partial<Pick<Telling, 'writer' | 'matter'>> & Pick<Telling, 'more'>

/** What the desk's answer to a mail says besides the ticket; looked up only when there is one. */
export async function answerFacts(
  { config }: Desk,
  reader: Reader,
  { mail, ledgerId }: Letter,
  facts: Facts,
  { acts }: Decision,
  { happening, account, wish }: Extract<Act, { act: 'tell' }>,
): Promise<Answer> {
  const { sender } = facts
  const locale = wish?.language ?? sender.contact?.locale ?? account?.locale ?? null
  switch (happening) {
    case 'opened': {
      const opening = acts.find((act) => act.act === 'open')
      if (!opening) return {}
      const { caller, stated } = opening
      const { phone = null, access = null } = caller ? placesOf(config, caller) : {}
      const opened = { caller, phone, access, stated }
      return { more: { opened, ...judgedOf(config, facts, mail) } }
    }
    case 'not-entitled':
    case 'deployment-asked': {
      const spoken = locale ?? facts.access?.holding.account.locale ?? null
      const matter = facts.awaiting ? `E${facts.awaiting.mail}` : `E${ledgerId}`
      return { matter, more: { locale: spoken, ...judgedOf(config, facts, mail) } }
    }
    case 'tickets-listed': {
      const [registered = sender.address] = sender.contact?.addresses ?? []
      const tickets = await gatherTickets(reader, config, facts, wish?.number ?? null)
      return { writer: { ...personOf(sender), address: registered }, more: { locale, tickets } }
    }
    case 'case-form-asked':
      return { matter: `F${ledgerId}`, more: { locale, form: caseFormFor(config, mail, facts) } }
    case 'account-asked': {
      const choices = speakersOf(sender).map((one) => one.account)
      return { matter: facts.matter?.id ?? `Q${ledgerId}`, more: { locale, choices } }
    }
    case 'registration-needed':
      return { more: { programmes: programmesOf(config) } }
    default: {
      if (!account) return {}
      const about = { account, sender, subject: mail.subject }
      return { more: { locale, referral: await gatherReferral(reader, config, about) } }
    }
  }
}
