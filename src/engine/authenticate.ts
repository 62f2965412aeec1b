import { mattersWhoSigned } from '../decision/sender.ts'
import { authenticationOf } from '../message/authentication.ts'
import type { Mail } from '../message/mail.ts'
import type { RawBody } from '../store/raw.ts'
import { type Desk, policyOf } from './desk.ts'
import { gatherSender } from './gather/sender.ts'

/**
 * The domains that signed a mail, by our own DKIM check: a fact to be gathered before the
 * transaction of its decision, since it asks the DNS. Asked only where the mail host says nothing
 * and the answer can make a difference; else nobody signed.
 */
export async function gatherSigners(
  desk: Desk,
  mailbox: string,
  mail: Mail,
  body: RawBody,
): Promise<string[]> {
  const { config, store } = desk
  if (!config.desk.dkimCheck || mail.bounce) return []
  const ids = config.mailboxes.find(({ name }) => name === mailbox)?.authservIds ?? []
  if (authenticationOf(mail.headers.authenticationResults, ids)) return []
  const policy = policyOf(config)
  if (policy.senderCheck !== 'require' && policy.staffByFromAlone) return []
  const sender = await gatherSender(store.read, config, mail.from)
  return mattersWhoSigned(sender, policy) ? await desk.signersOf(body) : []
}
