import {
  COVERS,
  type Cover,
  type Deployment,
  firstMaintenance,
  isProduct,
} from '../../access/coverage.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { oneLine } from '../../message/unicode.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { addCover, addDeployment, findDeployment, getDeployment } from '../../store/deployments.ts'
import type { Desk } from '../desk.ts'
import { localTime } from '../due/day.ts'
import { type Fault, refuse } from './faults.ts'
import { dayFaults, type Sale, type Sold, sell } from './selling.ts'

/** What somebody wrote to record a deployment; nothing of it is judged yet. */
export interface DeploymentForm {
  id: string
  product: string
  serial?: string | undefined
  connectedTo?: string | undefined
  /** The day of the purchase; today where none is given. */
  bought?: string | undefined
  warrantyUntil?: string | undefined
  maintenanceUntil?: string | undefined
}

/** Records a deployment of an account. A module bought new has its first year of maintenance. */
export async function recordDeployment(
  desk: Desk,
  accountId: string,
  form: DeploymentForm,
  as: string | null,
): Promise<Sold<{ deployment: Deployment }>> {
  return await sell(desk, accountId, as, 'deployment-added', async (sale) => {
    const { writer, account, actor, at } = sale
    const id = form.id.trim()
    refuse('The deployment was not added', await faultsOf(writer, { ...form, id }))
    const key = await addDeployment(writer, {
      deploymentId: id,
      accountId: account.id,
      product: oneLine(form.product),
      serial: form.serial ?? null,
      connectedTo: form.connectedTo ?? null,
      at,
      actor,
    })
    const bought = form.bought ?? localTime(desk.now(), desk.config.desk.timeZone).day
    const free = isModule(desk.config, form.product) ? firstMaintenance(bought) : undefined
    await cover(sale, key, {
      warranty: form.warrantyUntil,
      maintenance: form.maintenanceUntil ?? free,
    })
    return { deployment: await getDeployment(writer, key) }
  })
}

/** Says until when a deployment is covered from now on. */
export async function coverDeployment(
  desk: Desk,
  deploymentId: string,
  form: Pick<DeploymentForm, 'warrantyUntil' | 'maintenanceUntil'>,
  as: string | null,
): Promise<Sold<{ deployment: Deployment }>> {
  const found = await deploymentOf(desk.store.read, deploymentId)
  const accountId = await accountIdOf(desk.store.read, found)
  return await sell(desk, accountId, as, 'deployment-covered', async (sale) => {
    const { warrantyUntil, maintenanceUntil } = form
    const faults = coverFaults(form)
    if (warrantyUntil === undefined && maintenanceUntil === undefined) {
      faults.push({ field: 'warranty-until or maintenance-until', text: 'is missing' })
    }
    refuse(`${found.deploymentId} was not changed`, faults)
    await cover(sale, found.id, { warranty: warrantyUntil, maintenance: maintenanceUntil })
    return { deployment: await getDeployment(sale.writer, found.id) }
  })
}

/** The deployment with this ID. Throws Failure `no-deployment`. */
export async function deploymentOf(reader: Reader, id: string): Promise<Deployment> {
  const found = await findDeployment(reader, id)
  if (found) return found
  throw new Failure('no-deployment', `There is no deployment ${id}.`, {
    advice: '`ticketd deployment list` shows all of them.',
  })
}

async function accountIdOf(reader: Reader, { accountId }: Deployment): Promise<string> {
  return (await getAccount(reader, accountId)).accountId
}

async function cover(
  { writer, actor, at }: Sale,
  deploymentId: number,
  until: Record<Cover, string | undefined>,
): Promise<void> {
  for (const kind of COVERS) {
    const last = until[kind]
    if (last !== undefined) await addCover(writer, { deploymentId, kind, until: last, at, actor })
  }
}

async function faultsOf(reader: Reader, form: DeploymentForm): Promise<Fault[]> {
  const faults: Fault[] = []
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u.test(form.id)) {
    const text = `"${form.id}" must be letters, digits, dots, hyphens, slashes or underscores`
    faults.push({ field: 'ID', text })
  } else if (await findDeployment(reader, form.id)) {
    faults.push({
      field: 'ID',
      text: `${form.id} is there already; \`deployment cover\` extends it`,
    })
  }
  if (oneLine(form.product).trim() === '') faults.push({ field: 'product', text: 'is empty' })
  faults.push(...dayFaults('bought', form.bought), ...coverFaults(form))
  return faults
}

function coverFaults(form: Pick<DeploymentForm, 'warrantyUntil' | 'maintenanceUntil'>): Fault[] {
  return [
    ...dayFaults('warranty-until', form.warrantyUntil),
    ...dayFaults('maintenance-until', form.maintenanceUntil),
  ]
}

/** A product that a department helps with while its maintenance runs. */
function isModule({ departments }: Config, product: string): boolean {
  return departments.some(
    ({ coverage, products }) => coverage === 'maintenance' && isProduct(product, products),
  )
}
