import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'
import type { Desk } from '../desk.ts'
import type { Told } from '../tell.ts'
import { tellDecisionMaker } from '../tell-decision-maker.ts'
import { ALWAYS, makeCode } from './codes.ts'

/**
 * Tells the Decision Maker of a new account its Account ID and what to do next; of a pending one
 * also how to prove that the address is theirs: by an answer, or by giving back a code.
 */
export async function welcome(
  desk: Desk,
  writer: Writer,
  { id, accountId, company, locale, state }: Account,
  decisionMaker: Person,
  { answered = false }: { answered?: boolean } = {},
): Promise<Told[]> {
  const isPending = state === 'pending'
  const key = { accountId: id, purpose: 'confirm', address: decisionMaker.address } as const
  const proof = isPending ? { code: await makeCode(desk, writer, key, ALWAYS) } : null
  return await tellDecisionMaker(desk, writer, 'welcome', decisionMaker, {
    answered,
    more: { welcome: { accountId, company, proof }, locale },
    ...(isPending && { matter: matterOf(accountId) }),
  })
}

/** The signed tag of a mail whose answer is the proof: `A-10001` as `A10001`. */
export function matterOf(accountId: string): string {
  return accountId.replace('-', '')
}
