import type { Sender } from '../../decision/facts.ts'
import { readFieldLines } from '../../message/field-lines.ts'
import type { Mail } from '../../message/mail.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { findDeployment } from '../../store/deployments.ts'
import { fieldNamed } from '../../ticket/field-words/index.ts'

/** Fields stand within so many characters. */
const TOP = 20_000

/**
 * The Account ID behind the deployment that a mail names: asked only for who looks after accounts.
 * Whether it is one of theirs is for the decision.
 */
export async function accountOfDeployment(
  reader: Reader,
  mail: Mail,
  sender: Sender,
): Promise<string | null> {
  if (sender.supports.length === 0) return null
  const { fields } = readFieldLines(mail.reply.slice(0, TOP))
  const named = fields.find(({ name }) => fieldNamed(name) === 'deployment')?.value
  const deployment = named ? await findDeployment(reader, named) : undefined
  return deployment ? (await getAccount(reader, deployment.accountId)).accountId : null
}
