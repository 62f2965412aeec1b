import type { AccessHappening } from '../ticket/access-happening.ts'
import { decisionMaker, desk, requester, theWriter } from './groups.ts'
import type { Row } from './row.ts'

/** Who is told of contracts, covers and credits. */
export const ACCESS_ROWS: Record<AccessHappening, Row> = {
  'not-entitled': {
    because: 'something is missing that the department needs',
    tell: [{ whom: theWriter, template: 'customer-not-entitled', kind: 'answer' }],
  },
  'deployment-asked': {
    because: 'the department has to know what the mail is about',
    tell: [{ whom: theWriter, template: 'customer-deployment-asked', kind: 'answer' }],
  },
  'credits-ran-out': {
    because: 'the credits that pay for the ticket are used up',
    tell: [
      { whom: requester, template: 'customer-credits-ran-out', kind: 'notice' },
      { whom: desk, template: 'support-credits-ran-out', kind: 'notice' },
    ],
  },
  'balance-low': {
    because: 'few credits are left',
    tell: [{ whom: decisionMaker, template: 'customer-balance-low', kind: 'notice' }],
  },
  'cover-ending': {
    because: 'a contract, a warranty or maintenance ends',
    tell: [{ whom: decisionMaker, template: 'customer-cover-ending', kind: 'notice' }],
  },
  'credit-statement': {
    because: 'a year of credits is over',
    tell: [{ whom: decisionMaker, template: 'customer-credit-statement', kind: 'notice' }],
  },
}
