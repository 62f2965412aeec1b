import type { AccountKind } from '../../account/account.ts'
import { readPhone } from '../../account/phone.ts'
import type { Config } from '../../config/schema.ts'
import { isAddress } from '../../config/values.ts'
import { normalAddress } from '../../message/addresses.ts'
import { withoutExtension } from '../../message/plus-address.ts'
import { oneLine } from '../../message/unicode.ts'
import { findContactByAddress } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'
import { agentsBarredFrom } from '../agents.ts'
import type { Fault } from './faults.ts'

const LONGEST_NAME = 200

/**
 * `Name <address>`, or an address alone, as somebody typed it; what it is worth is judged later.
 */
export function readPerson(written: string): Person {
  const [, name = '', address = written] = /^([^<>]*)<([^<>]*)>\s*$/.exec(written) ?? []
  return { name: oneLine(name).replace(/^"(.*)"$/, '$1'), address: normalAddress(address) }
}

/** What is wrong with an address that mail is to be sent to. */
export function addressFaults(config: Config, field: string, address: string): Fault[] {
  if (!isAddress(address)) return [{ field, text: `"${address}" is no mail address` }]
  const own = [
    ...config.mailboxes.map((mailbox) => mailbox.address),
    ...config.departments.flatMap(({ aliases }) => aliases),
  ]
  if (!own.includes(withoutExtension(address))) return []
  return [{ field, text: `${address} is an address of this desk itself` }]
}

/**
 * What is wrong with the address of a new contact: besides, it must be nobody
 * else's, and no agent's.
 */
export async function newAddressFaults(
  reader: Reader,
  config: Config,
  field: string,
  address: string,
  kind: AccountKind,
): Promise<Fault[]> {
  const faults = addressFaults(config, field, address)
  if (agentsBarredFrom(kind, config).includes(address)) {
    faults.push({
      field,
      text: `${address} is an agent of this desk; a customer needs another one`,
    })
  }
  if (faults.length > 0 || !(await findContactByAddress(reader, address))) return faults
  return [{ field, text: `${address} belongs to a contact already` }]
}

export function nameFaults(field: string, name: string): Fault[] {
  if (name === '') return [{ field, text: 'is missing' }]
  return name.length > LONGEST_NAME ? [{ field, text: 'is too long' }] : []
}

/** A phone number as it is kept; without its country code it is one of `registration.country`. */
export function phoneOf({ registration }: Config, written: string | null): string | null {
  return written === null ? null : (readPhone(written, registration.country)?.number ?? null)
}

export function phoneFaults(config: Config, written: string | null): Fault[] {
  if (written === null || phoneOf(config, written) !== null) return []
  const form = 'write it with its country code, such as +34 912 345 678'
  return [{ field: 'phone', text: `"${written}" is no phone number that exists; ${form}` }]
}
