import type { ComposeContext } from './context.ts'

/** Example values of the mails about registering. */
export const registrationExample: Pick<
  ComposeContext,
  'welcome' | 'registration' | 'registered' | 'code'
> = {
  welcome: { accountId: 'A-10001', company: 'Iberia Foods', proof: { code: '04815162' } },
  registration: {
    form: {
      company: 'Iberia Foods',
      name: 'Ana Ruiz',
      email: 'ana@customer.test',
      phone: 'call me',
      locale: null,
    },
    faults: [
      {
        field: 'company',
        is: 'taken',
        written: 'Iberia Foods',
        proposal: 'Iberia Foods Spain',
      },
      { field: 'phone', is: 'no-number', written: 'call me' },
    ],
    terms: {
      version: '2026-1',
      text: 'Terms of service\n\n1. We answer your mails.\n2. You write one problem per mail.',
    },
  },
  registered: {
    accountId: 'A-10001',
    company: 'Iberia Foods',
    address: 'ana@customer.test',
    released: 2,
  },
  code: { code: '04815162', accountId: 'A-10001', minutes: 10 },
}
