import type { Contract } from '../../src/access/contracts.ts'
import type { Deployment } from '../../src/access/coverage.ts'
import type { Account } from '../../src/account/account.ts'

export const TODAY = '2026-11-02'

/** A customer on the cloud, A-10001. */
export function anAccount(): Account {
  return {
    id: 1,
    accountId: 'A-10001',
    kind: 'customer',
    model: 'cloud',
    company: 'Globex',
    partnerId: null,
    state: 'active',
    locale: null,
  } as Account
}

/** D-1, covered by nothing. */
export function aDeployment(own: Partial<Deployment>): Deployment {
  return {
    id: 1,
    deploymentId: 'D-1',
    accountId: 1,
    product: 'FreePBX',
    serial: null,
    connectedTo: null,
    until: { warranty: null, maintenance: null },
    ...own,
  }
}

/** Contract 7 of D-1, a PBXact UC, which runs. */
export function aContract(own: Partial<Contract>): Contract {
  return {
    id: 7,
    accountId: 1,
    deploymentId: 1,
    product: 'PBXact UC',
    type: 'Gold',
    starts: '2026-06-01',
    ends: '2027-06-01',
    included: 120,
    renews: null,
    ...own,
  }
}
