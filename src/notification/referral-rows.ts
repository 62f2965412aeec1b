import type { ReferralHappening } from '../ticket/referral-happening.ts'
import { theWriter } from './groups.ts'
import type { Row } from './row.ts'

/** Who is told where to turn instead: whoever asked. */
export const REFERRAL_ROWS: Record<ReferralHappening, Row> = {
  'referred-cloud-user': {
    because: 'only authorised contacts of the account open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-cloud-user', kind: 'answer' }],
  },
  'referred-enterprise-user': {
    because: 'only authorised contacts of the account open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-enterprise-user', kind: 'answer' }],
  },
  'referred-flex': {
    because: 'another team supports the product',
    tell: [{ whom: theWriter, template: 'customer-referred-flex', kind: 'answer' }],
  },
  'referred-partner-user': {
    because: 'only authorised contacts of the partner open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-partner-user', kind: 'answer' }],
  },
  'referred-consultant-membership': {
    because: 'only members of the programme open cases',
    tell: [
      { whom: theWriter, template: 'customer-referred-consultant-membership', kind: 'answer' },
    ],
  },
  'referred-consultant-contract': {
    because: 'only members with a support contract open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-consultant-contract', kind: 'answer' }],
  },
  'referred-developer-membership': {
    because: 'only members of the programme open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-developer-membership', kind: 'answer' }],
  },
  'referred-developer-contract': {
    because: 'only members with a support contract open cases',
    tell: [{ whom: theWriter, template: 'customer-referred-developer-contract', kind: 'answer' }],
  },
}
