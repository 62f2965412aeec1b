import { jest } from '@jest/globals'
import { describeWithDovecot } from '../servers/needs.ts'

/** How long a thing may take that takes a second on a machine with nothing else to do, in milliseconds. */
export const PATIENCE = 40_000

/** A suite whose tests start a daemon again and again, also on a machine that has much else to do. */
export function describeSurvival(title: string, suite: () => void): void {
  describeWithDovecot(title, () => {
    jest.setTimeout(3 * PATIENCE)
    suite()
  })
}
