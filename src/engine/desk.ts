import { CALLERS, type Caller } from '../config/referral.ts'
import type { Config } from '../config/schema.ts'
import type { Keys } from '../credentials/keys.ts'
import type { Policy } from '../decision/question.ts'
import type { Log } from '../log.ts'
import type { Templates } from '../notification/templates.ts'
import type { Store } from '../store/database.ts'
import type { SignersOf } from './authenticate/dkim.ts'
import { fieldPolicyOf } from './field-policy.ts'
import type { Signatures } from './signatures.ts'

/** All that the parts of the engine have in common: what they read, sign and write with. */
export interface Desk {
  config: Config
  store: Store
  signatures: Signatures
  /** Seals what the store may not hold in clear, and signs codes. */
  keys: Keys
  templates: Templates
  /** Our own check of DKIM signatures. */
  signersOf: SignersOf
  log: Log
  /** What happens is not news: no mail is written about it. */
  tellsNobody?: true
  /** Milliseconds since 1970. */
  now: () => number
}

/** What the configuration has to say about decisions. */
export function policyOf(config: Config): Policy {
  return {
    staffByFromAlone: config.desk.staffByFromAlone,
    unknownSenders: config.desk.unknownSenders,
    senderCheck: config.desk.senderCheck,
    answers: config.limits.answers,
    unknown: config.limits.unknown,
    confirmations: config.limits.confirmations,
    relays: {
      count: config.limits.relays.count,
      support: Math.max(config.limits.relays.count, config.limits.relays.support),
      same: config.limits.relays.same,
    },
    reopenings: {
      count: config.limits.reopenings.count,
    },
    participants: config.limits.participants,
    unentitledP1: config.entitlement.unentitledP1,
    takeOnlyDeployment: config.contracts.deployment === 'take',
    mostLogged: config.credits.mostLogged,
    served: CALLERS.filter((caller) => servesAll(config, caller)),
    caseFields: fieldPolicyOf(config),
  }
}

function servesAll({ referral }: Config, caller: Caller): boolean {
  const row = referral[caller]
  return 'opens' in row && row.opens
}

export function instant(ms: number): string {
  return new Date(ms).toISOString()
}
