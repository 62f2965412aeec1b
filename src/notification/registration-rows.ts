import type { RegistrationHappening } from '../ticket/registration-happening.ts'
import { decisionMaker, theWriter } from './groups.ts'
import type { Row } from './row.ts'

/** Who is told of a registration, of the account that comes of it, and of its token. */
export const REGISTRATION_ROWS: Record<RegistrationHappening, Row> = {
  'registration-needed': {
    because: 'the address is not registered',
    tell: [{ whom: theWriter, template: 'unknown-registration-needed', kind: 'answer' }],
  },
  'registration-incomplete': {
    because: 'the registration lacks something',
    tell: [{ whom: theWriter, template: 'unknown-registration-incomplete', kind: 'answer' }],
  },
  'registration-terms': {
    because: 'the terms are to be accepted first',
    tell: [{ whom: theWriter, template: 'unknown-registration-terms', kind: 'answer' }],
  },
  'registration-done': {
    because: 'the company is registered',
    tell: [{ whom: theWriter, template: 'unknown-registration-done', kind: 'answer' }],
  },
  welcome: {
    because: 'the account was made',
    tell: [{ whom: decisionMaker, template: 'customer-welcome', kind: 'answer' }],
  },
  'account-confirmed': {
    because: 'the account is active',
    tell: [{ whom: decisionMaker, template: 'customer-account-confirmed', kind: 'answer' }],
  },
  'one-time-code': {
    because: 'somebody asked for the token in their name',
    tell: [{ whom: decisionMaker, template: 'customer-one-time-code', kind: 'answer' }],
  },
  'token-rotated': {
    because: 'the account has another token',
    tell: [{ whom: decisionMaker, template: 'customer-token-rotated', kind: 'notice' }],
  },
}
