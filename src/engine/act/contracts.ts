import { type Contract, endOf, includedCredits, overlapWith } from '../../access/contracts.ts'
import type { Deployment } from '../../access/coverage.ts'
import { addDays } from '../../access/day.ts'
import type { Account } from '../../account/account.ts'
import { suggestion } from '../../config/nearest.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { oneLine } from '../../message/unicode.ts'
import { getAccount } from '../../store/accounts.ts'
import { addContract, findContract, listContracts } from '../../store/contracts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { findDeployment } from '../../store/deployments.ts'
import type { Desk } from '../desk.ts'
import { localTime } from '../due/day.ts'
import { includeCredits } from '../work/included.ts'
import { type Fault, refuse } from './faults.ts'
import { dayFaults, type Sold, sell } from './selling.ts'

/** What somebody wrote to make a contract; nothing of it is judged yet. */
export interface ContractForm {
  deployment?: string | undefined
  product?: string | undefined
  type: string
  starts: string
}

export type MadeContract = Sold<{ contract: Contract }>

/** Makes a contract of a year; the credits that come with it are there from its first day on. */
export async function makeContract(
  desk: Desk,
  accountId: string,
  form: ContractForm,
  as: string | null,
): Promise<MadeContract> {
  return await sell(
    desk,
    accountId,
    as,
    'contract-added',
    async ({ writer, account, actor, at }) => {
      const judged = await judgeContract(writer, desk.config, account, form)
      refuse('The contract was not made', judged.faults)
      const today = localTime(desk.now(), desk.config.desk.timeZone).day
      return { contract: await writeContract(writer, judged.contract, { actor, at, today }) }
    },
  )
}

/** The next year of a contract, from the day on which it ends. */
export async function renewContract(
  desk: Desk,
  id: number,
  form: { type?: string | undefined; starts?: string | undefined },
  as: string | null,
): Promise<MadeContract> {
  const old = await contractNumbered(desk.store.read, id)
  const { accountId } = await getAccount(desk.store.read, old.accountId)
  return await sell(desk, accountId, as, 'contract-renewed', async ({ writer, actor, at }) => {
    const type = typeNamed(desk.config, form.type ?? old.type)
    const starts = form.starts ?? old.ends
    const faults = [...typeFaults(desk.config, type), ...dayFaults('starts', form.starts)]
    const ends = faults.length === 0 ? endOf(starts) : starts
    const next = { ...old, type, starts, ends, renews: old.id }
    faults.push(...(await overlapFaults(writer, next)))
    refuse(`Contract ${id} was not renewed`, faults)
    const included = includedCredits(desk.config.contracts.types, type, old.product)
    const today = localTime(desk.now(), desk.config.desk.timeZone).day
    return { contract: await writeContract(writer, { ...next, included }, { actor, at, today }) }
  })
}

/** The contract with this number. Throws Failure `no-contract`. */
export async function contractNumbered(reader: Reader, id: number): Promise<Contract> {
  const found = await findContract(reader, id)
  if (found) return found
  throw new Failure('no-contract', `There is no contract ${id}.`, {
    advice: '`ticketd contract list` shows all of them.',
  })
}

/** What a form comes to for this account, and everything that is wrong with it. */
export async function judgeContract(
  reader: Reader,
  config: Config,
  account: Account,
  form: ContractForm,
): Promise<{ contract: Omit<Contract, 'id'>; faults: Fault[] }> {
  const { deployment, faults } = await subjectOf(reader, account, form)
  const type = typeNamed(config, form.type)
  faults.push(...typeFaults(config, type), ...dayFaults('starts', form.starts))
  const product = deployment?.product ?? oneLine(form.product ?? '')
  const contract = {
    accountId: account.id,
    deploymentId: deployment?.id ?? null,
    product,
    type,
    starts: form.starts,
    ends: faults.length === 0 ? endOf(form.starts) : form.starts,
    included: includedCredits(config.contracts.types, type, product),
    renews: null,
  }
  if (faults.length === 0) faults.push(...(await overlapFaults(reader, contract)))
  return { contract, faults }
}

/**
 * The contract, and its credits if it has begun: those of one to come are added on its first day.
 * None for a period that was over before it was written down.
 */
export async function writeContract(
  writer: Writer,
  made: Omit<Contract, 'id'>,
  { actor, at, today }: { actor: string; at: string; today: string },
): Promise<Contract> {
  const { accountId, deploymentId, product, type, starts, ends, renews } = made
  const included = ends > today ? made.included : 0
  const own = { accountId, deploymentId, product, type, starts, ends, included, renews, at, actor }
  const contract = await addContract(writer, own)
  if (included > 0 && starts <= today) await includeCredits(writer, contract, actor, at)
  return contract
}

async function subjectOf(
  reader: Reader,
  account: Account,
  { deployment: id, product }: ContractForm,
): Promise<{ deployment: Deployment | null; faults: Fault[] }> {
  if ((id === undefined) === (product === undefined)) {
    const text = 'must be given, and only one of them: a contract covers one or the other'
    return { deployment: null, faults: [{ field: 'deployment or product', text }] }
  }
  if (id === undefined) {
    const empty = oneLine(product ?? '').trim() === ''
    return { deployment: null, faults: empty ? [{ field: 'product', text: 'is empty' }] : [] }
  }
  const deployment = await findDeployment(reader, id)
  if (deployment?.accountId === account.id) return { deployment, faults: [] }
  const text = `${id} is no deployment of ${account.accountId}`
  return { deployment: null, faults: [{ field: 'deployment', text }] }
}

/** A type as the configuration writes it. */
function typeNamed({ contracts: { types } }: Config, written: string): string {
  const type = oneLine(written).trim()
  return Object.keys(types).find((one) => one.toLowerCase() === type.toLowerCase()) ?? type
}

/**
 * Where the configuration names types, another one would bring no credits, and nobody would notice.
 */
function typeFaults({ contracts: { types } }: Config, type: string): Fault[] {
  if (type === '') return [{ field: 'type', text: 'is empty' }]
  const sold = Object.keys(types)
  if (sold.length === 0 || sold.includes(type)) return []
  const instead = suggestion(type, sold) || `; these are: ${sold.join(', ')}`
  return [{ field: 'type', text: `"${type}" is not sold${instead}` }]
}

async function overlapFaults(reader: Reader, wanted: Omit<Contract, 'id'>): Promise<Fault[]> {
  const all = await listContracts(reader, { accountId: wanted.accountId, limit: 10_000 })
  const other = overlapWith(wanted, all)
  if (!other) return []
  const text = `${wanted.starts} lies within contract ${other.id} (${other.starts} until ${addDays(other.ends, -1)}) of the same; \`contract renew ${other.id}\` adds the next year`
  return [{ field: 'starts', text }]
}
