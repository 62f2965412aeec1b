import { domainOf } from '../../account/mail-domains.ts'
import type { Config } from '../../config/schema.ts'
import type { Sender } from '../../decision/facts.ts'
import { findAccountOfDomain } from '../../store/account-domains.ts'
import { listSupportedBy } from '../../store/accounts.ts'
import { type Contact, findContactByAddress, listMemberships } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import type { Person } from '../../ticket/ticket.ts'

/** Who somebody is to this desk; null: nobody is named. */
export async function gatherSender(
  reader: Reader,
  config: Config,
  from: Person | null,
): Promise<Sender> {
  const address = from?.address ?? ''
  const contact = address ? await findContactByAddress(reader, address) : undefined
  const supports = address ? await supportedBy(reader, address, contact) : []
  const agentOf = config.departments.filter((d) => d.agents.includes(address)).map((d) => d.name)
  const unknown = !contact && address !== '' && supports.length === 0 && agentOf.length === 0
  return {
    name: from?.name ?? '',
    address,
    contact: contact
      ? {
          id: contact.id,
          name: contact.name,
          active: contact.active,
          locale: contact.locale,
          accountId: contact.accountId,
          invitation: contact.invitation,
          synced: contact.source === 'directory',
          addresses: contact.addresses,
        }
      : null,
    memberships: contact ? await listMemberships(reader, contact.id) : [],
    supports,
    agentOf,
    domainOf: unknown ? ((await findAccountOfDomain(reader, domainOf(address))) ?? null) : null,
  }
}

/** Whom somebody supports, from whichever of their addresses; a disabled person supports nobody. */
async function supportedBy(reader: Reader, address: string, contact: Contact | undefined) {
  if (contact && !contact.active) return []
  const found = new Map<number, Sender['supports'][number]>()
  for (const one of contact?.addresses ?? [address]) {
    for (const support of await listSupportedBy(reader, one)) found.set(support.account.id, support)
  }
  return [...found.values()]
}
