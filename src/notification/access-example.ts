import type { AccessContext } from './access.ts'

const howToBuy = 'sales@acme.test'
const packs = [120, 300, 600]
const whose = { accountId: 'A-10001', company: 'Iberia Foods' }

/** Example values for mails about contracts, covers and credits. */
export function accessExample(template: string): AccessContext {
  const isAsked = template.includes('deployment')
  const isRefused = template.includes('not-entitled')
  return {
    judged: {
      title: { en: 'FreePBX configuration', es: 'Configuración de FreePBX' },
      department: 'freepbx-configuration',
      subject: 'Phones in Madrid do not ring',
      missing: isAsked ? ['deployment'] : isRefused ? ['contract', 'credits'] : [],
      deployment: isAsked ? null : 'PBX-12',
      deployments: [
        { id: 'PBX-12', product: 'FreePBX' },
        { id: 'PBX-14', product: 'FreePBX' },
      ],
      products: ['FreePBX'],
      connections: [],
      contract: isRefused ? null : { number: 41, type: 'Gold', until: '2026-11-30' },
      cover: null,
      balance: isRefused ? 0 : 115,
      payer: null,
      otherPayer: 'A-10004',
      packs,
      howToBuy,
      emergency: false,
      bestEffort: false,
    },
    credits: { ...whose, balance: template.includes('ran-out') ? -10 : 12, packs, howToBuy },
    ending: {
      ...whose,
      what: 'contract',
      number: 41,
      type: 'Gold',
      deployment: 'PBX-12',
      product: 'FreePBX',
      until: '2026-03-31',
      days: 30,
      howToBuy,
    },
    statement: {
      ...whose,
      year: 2025,
      before: 60,
      after: 155,
      added: 120,
      taken: 25,
      entries: [
        entry('2025-02-03', 'bought', 120, 180, 'a pack of 120 bought', null),
        entry('2025-05-12', 'deducted', -25, 155, '25 minutes of kim@acme.test', 100042),
      ],
    },
  }
}

function entry(
  day: string,
  kind: 'bought' | 'deducted',
  minutes: number,
  balance: number,
  reason: string,
  ticket: number | null,
) {
  return { day, kind, minutes, balance, reason, ticket, actor: 'operator' }
}
