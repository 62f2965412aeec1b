import type { Config } from '../../config/schema.ts'
import { personOf, type Sender } from '../../decision/facts.ts'
import { normalAddress } from '../../message/addresses.ts'
import type { Reader } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'
import { gatherSender } from '../gather/sender.ts'

/** Who does something other than by mail: a person, judged by their roles, or the operator. */
export interface Actor {
  /** As events and histories name it. */
  name: string
  /** Null: the operator, who speaks for the desk and may do everything. */
  sender: Sender | null
}

/** The actor behind `--as ADDRESS`; without an address the operator. */
export async function actorOf(
  reader: Reader,
  config: Config,
  address: string | null,
): Promise<Actor> {
  if (address === null) return { name: 'operator', sender: null }
  const from = { name: '', address: normalAddress(address) }
  return { name: from.address, sender: await gatherSender(reader, config, from) }
}

/** Whom mails name as their writer; null for the operator. */
export function writerOf({ sender }: Actor): Person | null {
  return sender && personOf(sender)
}

/** The operator, and those whom the configuration names as administrators of the desk. */
export function mayDoAll(config: Config, { sender }: Actor): boolean {
  return sender === null || config.desk.administrators.includes(sender.address)
}
