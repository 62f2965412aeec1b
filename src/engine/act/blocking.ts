import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { type Blocked, block, listBlocked, unblock } from '../../store/blocked.ts'
import type { Reader } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { refuseActor } from './account-rights.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'

/**
 * From now on mail of this address, or of this domain and all below it, is refused, answered by
 * nothing. Throws Failure `not-an-address`, `own-people`, `blocked-already`, `not-allowed`.
 */
export async function blockSender(
  desk: Desk,
  written: string,
  reason: string | null,
  as: string | null,
): Promise<{ name: string }> {
  const name = nameOf(written)
  refuseOwn(desk.config, name)
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    refuseOthers(desk.config, actor)
    const since = instant(desk.now())
    if (!(await block(writer, { name, reason, actor: actor.name, since }))) {
      throw new Failure('blocked-already', `${name} is blocked already.`)
    }
    const data = { name, ...(reason !== null && { reason }) }
    await addEvent(writer, { at: since, actor: actor.name, kind: 'sender-blocked', data })
    return { name }
  })
}

/** Its mail is taken again. Throws Failure `not-blocked`, `not-allowed`. */
export async function unblockSender(
  desk: Desk,
  written: string,
  as: string | null,
): Promise<{ name: string }> {
  const name = nameOf(written)
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    refuseOthers(desk.config, actor)
    if (!(await unblock(writer, name))) {
      const { addresses, domains } = desk.config.blocked
      if (![...addresses, ...domains].includes(name)) {
        throw new Failure('not-blocked', `${name} is not blocked.`)
      }
      throw new Failure('not-blocked', `${name} is blocked by the configuration.`, {
        advice: 'Take it out of `blocked` there.',
      })
    }
    const at = instant(desk.now())
    await addEvent(writer, { at, actor: actor.name, kind: 'sender-unblocked', data: { name } })
    return { name }
  })
}

/** Who is blocked; by whom and since when where a command did it, else by the configuration. */
export interface BlockedItem extends Omit<Blocked, 'since'> {
  since: string | null
}

export async function blockedItems(
  reader: Reader,
  { blocked }: Config,
  limit: number,
): Promise<BlockedItem[]> {
  const written = [...blocked.addresses, ...blocked.domains].map((name) => {
    return { name, reason: null, actor: 'configuration', since: null }
  })
  return [...written, ...(await listBlocked(reader, limit))].slice(0, limit)
}

/** An address, or a domain, also written as `@example.com` or `*.example.com`. */
function nameOf(written: string): string {
  const name = normalAddress(written.trim().replace(/^(?:@|\*@|\*\.)/, ''))
  const parts = name.split('@')
  const domain = parts.at(-1) ?? ''
  const isDomain = /^(?!-)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(domain)
  if (!isDomain || parts.length > 2 || parts[0] === '') {
    throw new Failure('not-an-address', `"${written}" is neither an address nor a domain.`)
  }
  return name
}

/** Nobody locks out the people of the desk by one word. */
function refuseOwn({ mailboxes, departments, desk }: Config, name: string): void {
  const own = [
    ...mailboxes.map(({ address }) => address),
    ...departments.flatMap(({ agents }) => agents),
    ...desk.administrators,
  ]
  const hit = own.find(
    (one) => one === name || one.endsWith(`@${name}`) || one.endsWith(`.${name}`),
  )
  if (hit)
    throw new Failure('own-people', `That would refuse the mail of ${hit}, who is one of us.`)
}

function refuseOthers(config: Config, actor: Actor): void {
  if (mayDoAll(config, actor) || (actor.sender?.agentOf.length ?? 0) > 0) return
  refuseActor(actor, 'block senders', 'An agent or an administrator of the desk may.')
}
