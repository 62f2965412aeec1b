import type { Account } from '../../account/account.ts'
import { may, type Right, type Standing, whoMay } from '../../account/rights.ts'
import type { Role } from '../../account/roles.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { type Actor, mayDoAll } from './actor.ts'

/** Who the actor is to the account. Nothing of an account counts before it is active. */
export function standingsOf(config: Config, actor: Actor, account: Account): Standing[] {
  if (mayDoAll(config, actor)) return ['desk']
  const roles = rolesOn(actor, account.id)
  return isUserOf(actor, account.partnerId) ? ['partner', ...roles] : roles
}

/** May the actor make accounts of this partner? Its own users may; nobody else may make any. */
export function mayCreateFor(config: Config, actor: Actor, partner: Account | null): boolean {
  const standings: Standing[] = mayDoAll(config, actor)
    ? ['desk']
    : isUserOf(actor, partner?.id ?? null)
      ? ['partner']
      : []
  return may('create-account', standings)
}

/** May the actor add people to the account? */
export function mayAddPeople(config: Config, actor: Actor, account: Account): boolean {
  return may('add-person', standingsOf(config, actor, account))
}

/** Throws Failure `not-allowed` that says who may instead; `what` goes on after "may not". */
export function insist(
  right: Right,
  what: string,
  config: Config,
  actor: Actor,
  account: Account,
): void {
  if (may(right, standingsOf(config, actor, account))) return
  refuseActor(actor, what, whoMay(right))
}

/** Throws Failure `not-allowed` unless the desk itself acts; `what` goes on after "may not". */
export function insistOnDesk(what: string, config: Config, actor: Actor): void {
  if (!mayDoAll(config, actor)) refuseActor(actor, what, 'An administrator of the desk may.')
}

export function refuseActor(actor: Actor, what: string, who: string): never {
  throw new Failure('not-allowed', `${actor.name} may not ${what}.`, { advice: who })
}

function isUserOf(actor: Actor, accountId: number | null): boolean {
  return accountId !== null && rolesOn(actor, accountId).length > 0
}

function rolesOn({ sender }: Actor, accountId: number): Role[] {
  if (!sender?.contact?.active) return []
  const membership = sender.memberships.find((m) => m.account.id === accountId)
  return membership?.account.state === 'active' ? (membership.roles as Role[]) : []
}
