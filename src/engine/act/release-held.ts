import type { Account } from '../../account/account.ts'
import type { Config } from '../../config/schema.ts'
import { speakersOf } from '../../decision/speaker.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { listHeldOf, listHeldWriters } from '../../store/held.ts'
import { gatherSender } from '../gather/sender.ts'
import type { Instruction } from '../instruction.ts'
import { putBackFor, stopAskingToRegister } from '../put-back.ts'

/**
 * An address became known: what was held because nobody knew it is decided again, and its writer is
 * not asked any more to register. Gives the numbers of these mails in the ledger.
 */
export async function releaseHeldOf(
  writer: Writer,
  address: string,
  actor: string,
  at: string,
): Promise<number[]> {
  const ids = await listHeldOf(writer, address)
  // Known is not believed: a forged mail of this address goes on waiting for a person.
  const instruction: Instruction = { replay: { by: actor } }
  for (const id of ids) {
    const reason = `released: ${address} is known now`
    await putBackFor(
      writer,
      { id, outcome: 'held', fromAddress: null },
      instruction,
      reason,
      actor,
      at,
    )
  }
  await stopAskingToRegister(writer, address, 'it is known now', at)
  return ids
}

/**
 * Those of these addresses for whom nobody here stands yet. What the others wrote waits for something
 * else: decided again it would only be asked for twice.
 */
export async function strangersAmong(
  reader: Reader,
  config: Config,
  addresses: readonly string[],
): Promise<string[]> {
  const strangers: string[] = []
  for (const address of new Set(addresses)) {
    const sender = await gatherSender(reader, config, { name: '', address })
    const isKnown = speakersOf(sender).some((speaker) => speaker.as !== 'other user')
    if (!isKnown && sender.agentOf.length === 0) strangers.push(address)
  }
  return strangers
}

/** A mail domain became the account's: the same for all whom that makes other users of it. */
export async function releaseHeldOfDomain(
  writer: Writer,
  config: Config,
  account: Account,
  domain: string,
  actor: string,
  at: string,
): Promise<number[]> {
  // A pending account is nobody's yet.
  if (account.state !== 'active') return []
  const released: number[] = []
  for (const address of await listHeldWriters(writer, domain)) {
    const { domainOf } = await gatherSender(writer, config, { name: '', address })
    // Whom a contact's record makes known, the domain makes no other.
    if (domainOf === null) continue
    released.push(...(await releaseHeldOf(writer, address, actor, at)))
  }
  return released.sort((a, b) => a - b)
}
