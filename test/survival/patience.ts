import { jest } from '@jest/globals'
import { describeWithDovecot } from '../servers/needs.ts'
import { PATIENCE } from './waiting.ts'

export { PATIENCE }

/** A suite whose tests start a daemon again and again, also on a machine that has much else to do. */
export function describeSurvival(title: string, suite: () => void): void {
  describeWithDovecot(title, () => {
    jest.setTimeout(3 * PATIENCE)
    suite()
  })
}
