import type { Day } from './day.ts'
import { addMonths } from './day.ts'

export const COVERS = ['warranty', 'maintenance'] as const
/** What may cover a deployment: the warranty of hardware, the maintenance of a module. */
export type Cover = (typeof COVERS)[number]

/** A product as it stands at an account. */
export interface Deployment {
  /** The store's key. */
  id: number
  /** What people call it; unique. */
  deploymentId: string
  accountId: number
  product: string
  serial: string | null
  /** Another deployment, or a product; null: nobody has said. */
  connectedTo: string | null
  /** The last days that are covered; null: never was. */
  until: Record<Cover, Day | null>
}

export function isCovered({ until }: Pick<Deployment, 'until'>, cover: Cover, today: Day): boolean {
  const last = until[cover]
  return last !== null && today <= last
}

/** A module bought new has a year of maintenance free of charge. */
export function firstMaintenance(bought: Day): Day {
  return addMonths(bought, 12)
}

/** Products are named by people: case and spaces count for nothing. */
export function isProduct(written: string, products: readonly string[]): boolean {
  const key = productKey(written)
  return products.some((product) => productKey(product) === key)
}

export function productKey(product: string): string {
  return product.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
}
