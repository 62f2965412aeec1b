import { thresholdCrossed } from '../../access/credits.ts'
import type { Account } from '../../account/account.ts'
import type { CreditFacts } from '../../notification/access.ts'
import type { Writer } from '../../store/database.ts'
import type { Desk } from '../desk.ts'
import { type Told, tell } from '../tell.ts'
import { tellDecisionMakers } from '../tell-decision-makers.ts'
import type { About } from '../unreachable.ts'

/** A balance after minutes were added to it, or taken. */
export interface Balanced {
  balance: number
  minutes: number
}

/**
 * What a fall of the balance leads to, each once: the Decision Maker hears that few credits are
 * left, and whoever works on the ticket and its requester that none are. The ticket stays open.
 */
export async function noteFall(
  desk: Desk,
  writer: Writer,
  account: Account,
  { before, after }: { before: number; after: number },
  about: About | null,
): Promise<Told[]> {
  const credits = creditFacts(desk, account, after)
  const told: Told[] = []
  if (about && before > 0 && after <= 0) {
    told.push(
      ...(await tell(desk, writer, {
        happening: 'credits-ran-out',
        silence: null,
        ...about,
        writer: null,
        known: false,
        mailbox: about.ticket.mailbox,
        mail: null,
        entry: null,
        more: { credits },
      })),
    )
  }
  if (thresholdCrossed(desk.config.credits.lowBalance, before, after) !== null) {
    const hasHeard = told.map(({ notice }) => notice.recipient.address)
    const low = { happening: 'balance-low', more: { credits } } as const
    told.push(...(await tellDecisionMakers(desk, writer, [account], low, hasHeard)))
  }
  return told
}

function creditFacts({ config }: Desk, account: Account, balance: number): CreditFacts {
  const { packs, howToBuy = null } = config.credits
  return { accountId: account.accountId, company: account.company, balance, packs, howToBuy }
}
