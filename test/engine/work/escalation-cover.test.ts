import { expect, test } from '@jest/globals'
import { bookMinutes } from '../../../src/engine/act/minutes.ts'
import { creditBalance } from '../../../src/store/credits.ts'
import { findTicketEntitlement } from '../../../src/store/entitlements.ts'
import { openDesk } from '../desk-site.ts'
import { give } from '../goods.ts'

const CONFIG = {
  contracts: { types: { Plain: {} } },
  departments: [
    {
      name: 'support',
      agents: ['agent@acme.test'],
      products: ['FreePBX'],
      contract: 'required',
      credits: 'used',
    },
  ],
}
const ACCOUNTS = [
  {
    company: 'Partner Inc',
    kind: 'partner' as const,
    contacts: [{ name: 'Pat', address: 'pat@partner.test' }],
  },
  {
    company: 'Globex',
    model: 'resell' as const,
    partner: 'Partner Inc',
    contacts: [{ name: 'Ana', address: 'ana@globex.test' }],
    supportContacts: ['pat@partner.test'],
  },
]

test.each([
  ['Billing: A-10001\r\n', 1, 'a balance of 300 credits'],
  ['', 2, 'needs a balance of credits above zero'],
])(
  'an escalated case rests on the contract of the customer, and "%s" says who pays',
  async (line, payerId, because) => {
    const site = await openDesk({ config: CONFIG, accounts: ACCOUNTS })
    try {
      await give(site.desk, { account: 'A-10001', buy: 300 })
      await give(site.desk, {
        account: 'A-10002',
        deployments: [{ id: 'PBX-1', product: 'FreePBX' }],
        contracts: [{ deployment: 'PBX-1', type: 'Plain', starts: '2026-06-01' }],
      })
      const write = async (from: string, subject: string, text: string) => {
        const head = `From: ${from}\r\nTo: support@acme.test\r\nSubject: ${subject}`
        return await site.arrive(Buffer.from(`${head}\r\n\r\n${text}\r\n`))
      }
      await write('ana@globex.test', 'No tone', `Deployment: PBX-1\r\n${line}\r\nNothing rings.`)
      await write('pat@partner.test', 'Re: [Acme#100042] No tone', '#escalate\r\n\r\nPlease help.')
      const rests = await findTicketEntitlement(site.desk.store.read, 100043)
      expect(rests).toMatchObject({ accountId: 2, payerId, unentitled: payerId - 1 })
      expect(rests?.because).toContain(because)
      await bookMinutes(site.desk, 100043, 10, 'log', null)
      expect(await creditBalance(site.desk.store.read, 1)).toBe(payerId === 1 ? 290 : 300)
      expect(await creditBalance(site.desk.store.read, 2)).toBe(payerId === 1 ? 0 : -10)
      // Whoever of the two has not paid may be charged from now on.
      const [whom, other] = payerId === 1 ? ['account', 'A-10002'] : ['partner', 'A-10001']
      await write('agent@acme.test', '[Acme#100043] No tone', `#charge ${whom}`)
      const next = await bookMinutes(site.desk, 100043, 10, 'log', null)
      expect(next.payer?.accountId).toBe(other)
      // The partner's own ticket costs the customer nothing.
      const own = await bookMinutes(site.desk, 100042, 5, 'log', null)
      expect(own.balance).toBeNull()
    } finally {
      await site.close()
    }
  },
)
