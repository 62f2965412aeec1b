import { makeContract } from '../../src/engine/act/contracts.ts'
import { adjustCredits } from '../../src/engine/act/credits.ts'
import { recordDeployment } from '../../src/engine/act/deployments.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { addAccount } from '../../src/store/accounts.ts'
import { addContact } from '../../src/store/contacts.ts'
import type { Reader } from '../../src/store/database.ts'

/** Those who pay for support: what is asked of them, beside the department that asks for nothing. */
export const CONFIG = {
  departments: [
    { name: 'support', agents: ['support-agent@acme.test'] },
    {
      name: 'configuration',
      agents: ['kim@acme.test'],
      aliases: ['configuration@acme.test'],
      products: ['FreePBX'],
      contract: 'required',
      credits: 'used',
    },
  ],
  contracts: { types: { Gold: { credits: 120 }, Plain: {} } },
  credits: { howToBuy: 'Write to sales@acme.test.', packs: [120] },
}

/** A customer with more credits than can be used up, and the partner who pays for some of its tickets. */
export const INITECH = { company: 'Initech', person: 'Ivy <ivy@initech.test>', deployment: 'PBX-1' }
export const PARTNER = 'Partner Inc'
/** What both have at the beginning, beside the credits of Initech's contract. */
export const PLENTY = 500_000
/** Credits of a pack, and those that come with a contract of type Gold. */
export const PACK = 120

/** A customer who writes once too early: what is missing is bought later, and opens the ticket. */
export interface Buyer {
  company: string
  person: string
  deployment: string
  /** The pack alone, or the contract with its credits. */
  lacks: 'credits' | 'contract'
}

export function buyerNumbered(n: number): Buyer {
  return {
    company: `Buyer ${n}`,
    person: `Bo <bo@buyer${n}.test>`,
    deployment: `PBX-B${n}`,
    lacks: n % 2 === 0 ? 'credits' : 'contract',
  }
}

/** A contract that has begun, and is over long after the run. */
export function firstDay(now = Date.now()): string {
  return new Date(now - 30 * 86_400_000).toISOString().slice(0, 10)
}

/** The same accounts in the same order at every desk: Account IDs are counted. */
export async function addCustomers(desk: Desk, buyers: number): Promise<void> {
  const partner = await addOrganisation(desk, PARTNER, null, null)
  const initech = await addOrganisation(desk, INITECH.company, partner.id, INITECH.person)
  await addDeployment(desk, initech.accountId, INITECH.deployment)
  await addContract(desk, initech.accountId, INITECH.deployment, 'Gold')
  for (const { accountId } of [partner, initech]) {
    await adjustCredits(desk, accountId, PLENTY, 'the beginning', null)
  }
  for (let n = 1; n <= buyers; n += 1) {
    const { company, person, deployment, lacks } = buyerNumbered(n)
    const { accountId } = await addOrganisation(desk, company, null, person)
    await addDeployment(desk, accountId, deployment)
    if (lacks === 'credits') await addContract(desk, accountId, deployment, 'Plain')
  }
}

/** The Account ID of a company that is there. */
export async function accountIdOf(reader: Reader, company: string): Promise<string> {
  const account = reader.selectFrom('account').select('accountId').where('company', '=', company)
  return (await account.executeTakeFirstOrThrow()).accountId
}

async function addOrganisation(
  { store, now }: Desk,
  company: string,
  partnerId: number | null,
  person: string | null,
) {
  const createdAt = new Date(now()).toISOString()
  const [, name = '', address = ''] = /^(.*) <(.*)>$/.exec(person ?? '') ?? []
  return await store.transact(async (writer) => {
    const kind = partnerId === null && person === null ? 'partner' : 'customer'
    const model = kind === 'partner' ? null : 'cloud'
    const own = { company, partnerId, state: 'active', locale: null, createdAt } as const
    const account = await addAccount(writer, { kind, model, ...own })
    if (person !== null) {
      const contact = { accountId: account.id, name, address, phone: null, locale: null, createdAt }
      await addContact(writer, { ...contact, roles: ['decision-maker'] })
    }
    return account
  })
}

async function addDeployment(desk: Desk, account: string, id: string): Promise<void> {
  await recordDeployment(desk, account, { id, product: 'FreePBX' }, null)
}

async function addContract(
  desk: Desk,
  account: string,
  deployment: string,
  type: string,
): Promise<void> {
  await makeContract(desk, account, { deployment, type, starts: firstDay(desk.now()) }, null)
}
