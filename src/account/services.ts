import type { Requirement } from '../config/services.ts'
import type { SyncedUser } from './directory.ts'

/** What a service may ask of a user, and what is said to whoever lacks it. */
const REQUIREMENTS: Record<Requirement, { met: (user: SyncedUser) => boolean; lacks: string }> = {
  address: {
    met: (user) => user.email !== '',
    lacks: 'the user has no mail address',
  },
  'mailbox-address': {
    met: (user) => user.mailboxAddress !== '',
    lacks: 'the mailbox has no address to send its recordings to',
  },
  'deliver-as-wav': {
    met: (user) => user.deliverAs === 'wav',
    lacks: 'the mailbox does not send its recordings as WAV',
  },
  phone: { met: (user) => user.phone !== '', lacks: 'the user has no direct number' },
  fax: { met: (user) => user.fax !== '', lacks: 'the user has no fax number' },
}

/** What a user lacks of what a service requires. */
export function lacksOf(user: SyncedUser, requires: readonly Requirement[]): Requirement[] {
  return requires.filter((name) => !REQUIREMENTS[name].met(user))
}

/** What keeps a service from a user, as one sentence; null when nothing does. */
export function whyNotServed(
  user: SyncedUser | null,
  requires: readonly Requirement[],
): string | null {
  if (user === null) return 'the directory of the account has no such user any more'
  const lacks = lacksOf(user, requires)
  return lacks.map((name) => REQUIREMENTS[name].lacks).join('; ') || null
}

/**
 * How a service stands with a user, or with one of their numbers. `requested`, `changing` and
 * `ending` wait to be taken up; `not-eligible` is asked again whenever services are.
 */
const SERVICE_STATES = [
  'requested',
  'active',
  'changing',
  'ending',
  'not-eligible',
  'ended',
] as const
export type ServiceState = (typeof SERVICE_STATES)[number]

export interface ServiceStep {
  state: ServiceState
  reason: string | null
  /** What the user is told; null: nothing that they would notice has happened. */
  told: 'started' | 'changed' | 'ended' | null
}

/**
 * What becomes of a service of a user when it is taken up; `lacking` says what keeps it from them.
 */
export function serviceStep(state: ServiceState, lacking: string | null): ServiceStep {
  if (state === 'ended') return { state, reason: null, told: null }
  if (state === 'ending') return { state: 'ended', reason: null, told: 'ended' }
  const wasServed = state === 'active' || state === 'changing'
  if (lacking !== null) {
    return { state: 'not-eligible', reason: lacking, told: wasServed ? 'ended' : null }
  }
  const told = state === 'active' ? null : state === 'changing' ? 'changed' : 'started'
  return { state: 'active', reason: null, told }
}

/** What a wish to change the number makes of the state: only what runs is changed. */
export function stateAfterUpdate(state: ServiceState): ServiceState {
  return state === 'active' ? 'changing' : state
}

/** What a wish to end makes of the state: what never began simply ends. */
export function stateAfterDisable(state: ServiceState): ServiceState {
  return state === 'active' || state === 'changing' ? 'ending' : 'ended'
}
