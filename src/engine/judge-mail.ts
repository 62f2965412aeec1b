import { decide, type Judgement } from '../decision/decide.ts'
import type { Facts } from '../decision/facts.ts'
import type { Reader } from '../store/database.ts'
import { type Desk, policyOf } from './desk.ts'
import { gatherAccess } from './gather/case-access.ts'
import { gatherFacts, type Letter } from './gather.ts'

/**
 * Gathers what a decision rests on, and decides. What an organisation has is looked up only for an
 * opening in a department that asks for something, which is then judged with it.
 */
export async function judgeMail(
  { config, signatures, now }: Pick<Desk, 'config' | 'signatures' | 'now'>,
  reader: Reader,
  letter: Letter,
): Promise<Judgement & { facts: Facts }> {
  const { mail, ledgerId } = letter
  const policy = policyOf(config)
  const facts = await gatherFacts(reader, config, signatures, letter, now())
  const judgement = decide(mail, facts, policy)
  const about = { mail, ledgerId, facts }
  const access = await gatherAccess(reader, config, about, judgement.decision, now())
  if (!access) return { ...judgement, facts }
  const informed = { ...facts, access }
  return { ...decide(mail, informed, policy), facts: informed }
}
