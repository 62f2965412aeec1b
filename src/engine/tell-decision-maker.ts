import type { Writer } from '../store/database.ts'
import type { Happening } from '../ticket/happening.ts'
import type { Person } from '../ticket/ticket.ts'
import type { Desk } from './desk.ts'
import type { Telling, Told } from './tell.ts'
import { tellApart } from './tell-apart.ts'

/** Tells a Decision Maker of what is about their account, not about a ticket. */
export async function tellDecisionMaker(
  desk: Desk,
  writer: Writer,
  happening: Happening,
  decisionMaker: Person,
  about: Pick<Telling, 'matter' | 'more'> & {
    /** It answers a mail that the Decision Maker just wrote. */
    answered?: boolean
  },
): Promise<Told[]> {
  const { answered = false, ...rest } = about
  return await tellApart(desk, writer, {
    happening,
    writer: answered ? decisionMaker : null,
    decisionMaker,
    ...rest,
  })
}
