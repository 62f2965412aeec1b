import { type Deployment, isProduct, productKey } from './coverage.ts'
import { addMonths, type Day } from './day.ts'

/** Months that a contract runs before it has to be renewed. */
const TERM = 12

/** One period of a support contract. It covers a deployment, or a product of the account. */
export interface Contract {
  /** The store's key, and what people call it. */
  id: number
  accountId: number
  /** The store's key of the deployment; null: it covers the product. */
  deploymentId: number | null
  product: string
  type: string
  starts: Day
  /** The first day that is not covered any more. */
  ends: Day
  /** Credits that came with it. */
  included: number
  /** The contract whose next period this is. */
  renews: number | null
}

/** The types that are sold, with the minutes included, by product where they differ. */
export type ContractTypes = Record<string, { credits: number; byProduct: Record<string, number> }>

/** A contract that begins on this day ends a year later. */
export function endOf(starts: Day): Day {
  return addMonths(starts, TERM)
}

export function isRunning({ starts, ends }: Pick<Contract, 'starts' | 'ends'>, today: Day) {
  return starts <= today && today < ends
}

/** The running contract of a deployment, its own before that of its product. */
export function contractOf(
  deployment: Deployment,
  contracts: readonly Contract[],
  today: Day,
): Contract | undefined {
  const running = contracts.filter((one) => isRunning(one, today))
  return (
    running.find((one) => one.deploymentId === deployment.id) ??
    running.find((one) => one.deploymentId === null && isProduct(deployment.product, [one.product]))
  )
}

/**
 * The running contract of a product that is one of these, where all of them count if none is named.
 */
export function contractOfProducts(
  products: readonly string[],
  contracts: readonly Contract[],
  today: Day,
): Contract | undefined {
  return contracts.find(
    (one) =>
      one.deploymentId === null &&
      isRunning(one, today) &&
      (products.length === 0 || isProduct(one.product, products)),
  )
}

/** A contract for the same thing in the same time: the customer would pay twice. */
export function overlapWith(
  wanted: Pick<Contract, 'accountId' | 'deploymentId' | 'product' | 'starts' | 'ends'>,
  contracts: readonly Contract[],
): Contract | undefined {
  return contracts.find(
    (one) =>
      one.accountId === wanted.accountId &&
      one.deploymentId === wanted.deploymentId &&
      (one.deploymentId !== null || productKey(one.product) === productKey(wanted.product)) &&
      one.starts < wanted.ends &&
      wanted.starts < one.ends,
  )
}

/** Minutes that come with a contract of this type for this product. */
export function includedCredits(types: ContractTypes, type: string, product: string): number {
  const found = types[type]
  if (!found) return 0
  const own = Object.entries(found.byProduct).find(([name]) => isProduct(name, [product]))
  return own?.[1] ?? found.credits
}
