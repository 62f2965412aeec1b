import { CREDIT_KINDS } from '../access/credits.ts'
import type { Lack } from '../access/entitlement.ts'
import type { Statement } from '../access/statement.ts'
import { showChoice, showDay } from './locale.ts'
import { harmless } from './plain.ts'
import { titleIn } from './title.ts'

/** What mails about contracts, covers and credits are made of. */
export interface AccessContext {
  /** For `opened`, `not-entitled` and `deployment-asked`: what was judged of a case. */
  judged?: JudgedFacts | null
  /** For `balance-low` and `credits-ran-out`. */
  credits?: CreditFacts | null
  /** For `cover-ending`. */
  ending?: EndingFacts | null
  /** For `credit-statement`. */
  statement?: StatementFacts | null
}

export interface JudgedFacts {
  /** What people call the department, by language, and its name. */
  title: Record<string, string>
  department: string
  /** Of the mail. */
  subject: string
  missing: readonly Lack[]
  /** The deployment that the mail is about, as it was named. */
  deployment: string | null
  /** Those that may be meant. */
  deployments: readonly { id: string; product: string }[]
  products: readonly string[]
  /** What the deployment may be connected to. */
  connections: readonly string[]
  /** `until`: the last day. */
  contract: { number: number; type: string; until: string } | null
  cover: { kind: 'warranty' | 'maintenance'; until: string } | null
  /** Null where the department uses no credits. */
  balance: number | null
  /** Who pays, where it is not the account itself, and who else could. */
  payer: string | null
  otherPayer: string | null
  packs: readonly number[]
  howToBuy: string | null
  /** An emergency that was let in without an entitlement. */
  emergency: boolean
  bestEffort: boolean
}

export interface CreditFacts {
  accountId: string
  company: string
  balance: number
  packs: readonly number[]
  howToBuy: string | null
}

export interface EndingFacts {
  accountId: string
  company: string
  what: 'contract' | 'warranty' | 'maintenance'
  /** Of the contract. */
  number: number | null
  type: string | null
  deployment: string | null
  product: string
  /** The last day. */
  until: string
  /** Days to come with it, the last one included; 0: it has ended. */
  days: number
  howToBuy: string | null
}

export interface StatementFacts extends Statement {
  accountId: string
  company: string
}

/** The fields of these facts in the language of the reader. */
export function accessFields(context: AccessContext, language: string) {
  const { judged, credits, ending, statement } = context
  return {
    judged: judged ? judgedFields(judged, language) : null,
    credits: credits
      ? {
          ...credits,
          company: harmless(credits.company, 100),
          packs: showChoice(credits.packs, language),
        }
      : null,
    ending: ending ? endingFields(ending, language) : null,
    statement: statement ? statementFields(statement, language) : null,
  }
}

function judgedFields(judged: JudgedFacts, language: string) {
  const { title, missing, contract, cover } = judged
  const lacks = Object.fromEntries(missing.map((lack) => [lack.replace('-', ''), true]))
  return {
    ...judged,
    department: titleIn(language, title) ?? judged.department,
    subject: harmless(judged.subject, 100),
    deployment: judged.deployment === null ? null : harmless(judged.deployment, 64),
    lacks: { ...NO_LACKS, ...lacks },
    products: judged.products.join(', '),
    connections: judged.connections.join(', '),
    packs: showChoice(judged.packs, language),
    contract: contract && { ...contract, until: showDay(contract.until, language) },
    cover: cover && { ...cover, until: showDay(cover.until, language) },
    isWarranty: cover?.kind === 'warranty',
    usesCredits: judged.balance !== null,
    mayOtherPay: judged.otherPayer !== null && missing.includes('credits'),
  }
}

const NO_LACKS = {
  department: false,
  product: false,
  contract: false,
  credits: false,
  warranty: false,
  maintenance: false,
  connection: false,
  deployment: false,
  connectedto: false,
}

function endingFields(ending: EndingFacts, language: string) {
  return {
    ...ending,
    company: harmless(ending.company, 100),
    until: showDay(ending.until, language),
    isContract: ending.what === 'contract',
    isWarranty: ending.what === 'warranty',
    ended: ending.days === 0,
    tomorrow: ending.days === 1,
  }
}

function statementFields(statement: StatementFacts, language: string) {
  return {
    ...statement,
    company: harmless(statement.company, 100),
    entries: statement.entries.map((entry) => ({
      ...entry,
      day: showDay(entry.day, language),
      minutes: entry.minutes > 0 ? `+${entry.minutes}` : String(entry.minutes),
      ...Object.fromEntries(CREDIT_KINDS.map((kind) => [kind, kind === entry.kind])),
      // Only a correction says more than its kind and its ticket do, in words of
      // the one who made it.
      why: harmless(entry.reason.replace(/^adjusted: /, ''), 120),
    })),
  }
}
