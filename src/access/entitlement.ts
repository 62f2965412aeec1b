import type { Account } from '../account/account.ts'
import type { Department } from '../config/schema.ts'
import { type Contract, contractOf, contractOfProducts } from './contracts.ts'
import { type Deployment, isCovered, isProduct } from './coverage.ts'
import { addDays, type Day } from './day.ts'

/** What a department asks for. */
export type Rule = Pick<
  Department,
  | 'name'
  | 'products'
  | 'contract'
  | 'credits'
  | 'coverage'
  | 'connectedTo'
  | 'fields'
  | 'bestEffort'
  | 'only'
>

/** What an organisation has. */
export interface Holding {
  account: Account
  deployments: readonly Deployment[]
  contracts: readonly Contract[]
  /** Credits of the organisation that pays. */
  balance: number
  today: Day
}

/** What the writer says about the case; null: nothing. */
export interface Claim {
  deployment: string | null
  connectedTo: string | null
}

/**
 * What is missing. `deployment` and `connected-to` are asked for; the others have to be acquired;
 * `department`: it does not exist for this account; `product`: it does not serve this deployment.
 */
const LACKS = [
  'department',
  'product',
  'contract',
  'credits',
  'warranty',
  'maintenance',
  'connection',
  'deployment',
  'connected-to',
] as const
export type Lack = (typeof LACKS)[number]

export interface Verdict {
  verdict: 'entitled' | 'not-entitled' | 'not-judgeable'
  missing: Lack[]
  /** A phrase for `explain` and the ledger. */
  because: string
  deployment: Deployment | null
  /** The contract that it rests on. */
  contract: Contract | null
}

/** Whether the department asks for anything at all: of most nothing has to be looked up. */
export function asksForAnything(rule: Rule): boolean {
  const { models, kinds, products, accounts } = rule.only
  return (
    rule.credits === 'used' ||
    turnsOnDeployment(rule) ||
    rule.fields.length + models.length + kinds.length + products.length + accounts.length > 0
  )
}

/**
 * Is this organisation entitled to the department's help? `takeOnly`: the only deployment that
 * comes into question is taken where none is named.
 */
export function judge(rule: Rule, claim: Claim, holding: Holding, takeOnly = false): Verdict {
  const { account, deployments, balance } = holding
  if (!isFor(rule, holding)) {
    return verdict(['department'], `${rule.name} is not for ${account.accountId}`)
  }
  const credits: Lack[] = rule.credits === 'used' && balance <= 0 ? ['credits'] : []
  const served = deployments.filter((one) => serves(rule, one.product))
  const named = namedBy(claim, deployments) ?? (takeOnly ? onlyOne(served) : undefined)
  if (named) {
    if (!serves(rule, named.product)) {
      const what = `${named.deploymentId} is a ${named.product}`
      return verdict(['product'], `${what}, which ${rule.name} does not serve`, named)
    }
    return concluded(rule, holding, named, [...lacksOf(rule, claim, holding, named), ...credits])
  }
  if (claim.deployment !== null) {
    return verdict(['deployment'], `${account.accountId} has no deployment ${claim.deployment}`)
  }
  const asked = rule.fields.includes('deployment') && served.length > 0
  const settled = !turnsOnDeployment(rule) || isSettledByProduct(rule, holding)
  if (settled && !asked) return concluded(rule, holding, null, credits)
  // Which deployment it is makes no difference where none of them would do.
  const mayDo = settled || served.some((one) => isGood(lacksOf(rule, claim, holding, one)))
  if (mayDo && credits.length === 0) {
    const ids = served.map((one) => one.deploymentId).join(', ')
    return verdict(['deployment'], `it turns on the deployment; ${account.accountId} has ${ids}`)
  }
  const lacks = mayDo ? [] : lacksOf(rule, claim, holding, null)
  return concluded(rule, holding, null, [...lacks, ...credits])
}

/** Whether the verdict depends on which deployment the case is about. */
function turnsOnDeployment({ contract, coverage, connectedTo }: Rule): boolean {
  return contract === 'required' || coverage !== 'none' || connectedTo.length > 0
}

/** Whether a contract of the product is all that is asked for. */
function isSettledByProduct(rule: Rule, { contracts, today }: Holding): boolean {
  const alone = rule.coverage === 'none' && rule.connectedTo.length === 0
  return alone && contractOfProducts(rule.products, contracts, today) !== undefined
}

function isFor({ only }: Rule, { account, deployments }: Holding): boolean {
  const { models, kinds, products, accounts } = only
  return (
    (models.length === 0 || (account.model !== null && models.includes(account.model))) &&
    (kinds.length === 0 || kinds.includes(account.kind)) &&
    (accounts.length === 0 || accounts.some((id) => id.toUpperCase() === account.accountId)) &&
    (products.length === 0 || deployments.some((one) => isProduct(one.product, products)))
  )
}

function serves({ products }: Rule, product: string): boolean {
  return products.length === 0 || isProduct(product, products)
}

function namedBy({ deployment }: Claim, deployments: readonly Deployment[]) {
  const key = deployment?.toLowerCase()
  return deployments.find((one) => one.deploymentId.toLowerCase() === key)
}

function onlyOne(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.length === 1 ? deployments[0] : undefined
}

/**
 * What a case about this deployment lacks, credits aside; null: the account has
 * none that is served.
 */
function lacksOf(rule: Rule, claim: Claim, holding: Holding, one: Deployment | null): Lack[] {
  const lacks: Lack[] = []
  if (rule.contract === 'required' && !restsOn(rule, holding, one)) lacks.push('contract')
  const { coverage } = rule
  if (coverage !== 'none' && !(one && isCovered(one, coverage, holding.today))) lacks.push(coverage)
  if (one && rule.connectedTo.length > 0) lacks.push(...connectionLacks(rule, claim, holding, one))
  return lacks
}

function restsOn(rule: Rule, { contracts, today }: Holding, one: Deployment | null) {
  if (rule.contract !== 'required') return undefined
  return one
    ? contractOf(one, contracts, today)
    : contractOfProducts(rule.products, contracts, today)
}

/**
 * What a deployment is connected to: as recorded, else as the writer says. Where nobody says it, a
 * system of the right kind at the same account is taken for it.
 */
function connectionLacks(rule: Rule, claim: Claim, holding: Holding, one: Deployment): Lack[] {
  const { deployments } = holding
  const said = one.connectedTo ?? claim.connectedTo
  if (said === null) {
    const isThere = deployments.some((other) => isProduct(other.product, rule.connectedTo))
    return isThere ? [] : ['connected-to']
  }
  const product = namedBy({ deployment: said, connectedTo: null }, deployments)?.product ?? said
  return isProduct(product, rule.connectedTo) ? [] : ['connection']
}

/** Nothing is missing that a question could not bring to light. */
function isGood(lacks: readonly Lack[]): boolean {
  return lacks.every((lack) => lack === 'deployment' || lack === 'connected-to')
}

function concluded(rule: Rule, holding: Holding, one: Deployment | null, missing: Lack[]): Verdict {
  const contract = restsOn(rule, holding, one) ?? null
  const because =
    missing.length === 0
      ? `${rule.name}: ${grounds(rule, holding, one, contract)}`
      : `${rule.name} needs ${missing.map((lack) => NEEDS[lack]).join(', ')}${one ? ` (${one.deploymentId})` : ''}`
  return { ...verdict(missing, because, one), contract }
}

function verdict(missing: Lack[], because: string, deployment: Deployment | null = null): Verdict {
  const word =
    missing.length === 0 ? 'entitled' : isGood(missing) ? 'not-judgeable' : 'not-entitled'
  return { verdict: word, missing, because, deployment, contract: null }
}

const NEEDS: Record<Lack, string> = {
  department: 'another kind of account',
  product: 'another product',
  contract: 'a running support contract',
  credits: 'a balance of credits above zero',
  warranty: 'a running warranty',
  maintenance: 'running maintenance',
  connection: 'another connection',
  deployment: 'to know the deployment',
  'connected-to': 'to know what it is connected to',
}

/** What an entitlement rests on. */
function grounds(
  rule: Rule,
  { balance }: Holding,
  one: Deployment | null,
  contract: Contract | null,
): string {
  const of = one ? ` of ${one.deploymentId}` : ''
  const rests = [
    contract &&
      `contract ${contract.id} (${contract.type}, until ${addDays(contract.ends, -1)})${of}`,
    one && rule.coverage !== 'none' && `${rule.coverage}${of} until ${one.until[rule.coverage]}`,
    rule.credits === 'used' && `a balance of ${balance} credits`,
  ].filter((it) => it !== false && it !== null)
  if (rests.length > 0) return rests.join(', ')
  return rule.bestEffort ? 'best effort, free of charge' : 'nothing is needed'
}
