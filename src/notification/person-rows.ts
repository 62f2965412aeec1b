import type { PersonHappening } from '../ticket/person-happening.ts'
import { thePerson, theSupportContact } from './groups.ts'
import type { Row } from './row.ts'

/** Who is told of what was done about a person: that person. */
export const PERSON_ROWS: Record<PersonHappening, Row> = {
  'person-invited': {
    because: 'somebody added them to an account',
    tell: [{ whom: thePerson, template: 'customer-invitation', kind: 'notice' }],
  },
  'details-asked': {
    because: 'whoever was added is asked once who they are',
    tell: [{ whom: thePerson, template: 'customer-confirm-details', kind: 'answer' }],
  },
  'details-refused': {
    because: 'the answer about name, phone and language holds something wrong',
    tell: [{ whom: thePerson, template: 'customer-details-refused', kind: 'answer' }],
  },
  'details-confirmed': {
    because: 'name, phone and language were confirmed',
    tell: [{ whom: thePerson, template: 'customer-details-confirmed', kind: 'answer' }],
  },
  'role-granted': {
    because: 'they have a new role',
    tell: [{ whom: thePerson, template: 'customer-role-granted', kind: 'notice' }],
  },
  'support-contact-added': {
    because: 'they are a support contact now',
    tell: [{ whom: theSupportContact, template: 'support-contact-added', kind: 'notice' }],
  },
  'support-contact-removed': {
    because: 'they are no support contact any more',
    tell: [{ whom: theSupportContact, template: 'support-contact-removed', kind: 'notice' }],
  },
}
