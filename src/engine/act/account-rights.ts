import type { Account } from '../../account/account.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { type Actor, mayDoAll } from './actor.ts'

/** May the actor make accounts of this partner? Its own users may; nobody else may make any. */
export function mayCreateFor(config: Config, actor: Actor, partner: Account | null): boolean {
  return mayDoAll(config, actor) || isUserOf(actor, partner?.id ?? null)
}

/** May the actor change the support contacts of the account? */
export function mayEditSupport(config: Config, actor: Actor, account: Account): boolean {
  return (
    mayDoAll(config, actor) ||
    isUserOf(actor, account.partnerId) ||
    rolesOn(actor, account.id).includes('administrator')
  )
}

/** May the actor add people to the account? */
export function mayAddPeople(config: Config, actor: Actor, account: Account): boolean {
  const roles = rolesOn(actor, account.id)
  return (
    mayDoAll(config, actor) ||
    isUserOf(actor, account.partnerId) ||
    ['decision-maker', 'administrator', 'super-user'].some((role) => roles.includes(role))
  )
}

export function refuseActor(actor: Actor, what: string, who: string): never {
  throw new Failure('not-allowed', `${actor.name} may not ${what}.`, { advice: who })
}

function isUserOf(actor: Actor, accountId: number | null): boolean {
  return accountId !== null && rolesOn(actor, accountId).length > 0
}

function rolesOn({ sender }: Actor, accountId: number): string[] {
  if (!sender?.contact?.active) return []
  return sender.memberships.find((m) => m.account.id === accountId)?.roles ?? []
}
