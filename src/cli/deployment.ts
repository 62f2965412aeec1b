import type { Command } from 'commander'
import { AS, JSON_FLAG, wholeNumber } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { releasedLine } from './show.ts'

interface AddOptions {
  account: string
  product: string
  serial?: string
  connectedTo?: string
  bought?: string
  warrantyUntil?: string
  maintenanceUntil?: string
  as?: string
  json?: boolean
}

const WARRANTY = ['--warranty-until <date>', 'last day of the warranty'] as const
const MAINTENANCE = ['--maintenance-until <date>', 'last day of the maintenance'] as const

/** `deployment add|cover|list|show`. */
export function register(program: Command, io: Io): void {
  const deployment = program.command('deployment')
  deployment
    .command('add')
    .argument('<id>', 'what people call it')
    .description('record a product that an account has')
    .requiredOption('--account <id>', 'Account ID')
    .requiredOption('--product <name>', 'as the departments name it')
    .option('--serial <number>', 'of the device')
    .option('--connected-to <what>', 'another deployment, or a product')
    .option('--bought <date>', 'when it was bought; today if not said')
    .option(...WARRANTY)
    .option(...MAINTENANCE)
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, options: AddOptions, command: Command) => add(id, options, command, io))
  deployment
    .command('cover')
    .argument('<id>', 'of the deployment')
    .description('say until when a deployment is covered from now on')
    .option(...WARRANTY)
    .option(...MAINTENANCE)
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, options: AddOptions, command: Command) => cover(id, options, command, io))
  deployment
    .command('list')
    .description('print the deployments')
    .option('--account <id>', 'of this account')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(
      async (options: { account?: string; limit: number; json?: boolean }, command: Command) => {
        const { printDeployments } = await import('./deployment-show.ts')
        await withStore(command, io, ({ store }) => printDeployments(store.read, options, io))
      },
    )
  deployment
    .command('show')
    .argument('<id>', 'of the deployment')
    .description('print a deployment with its covers and contracts')
    .option(...JSON_FLAG)
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const { printDeployment } = await import('./deployment-show.ts')
      await withStore(command, io, ({ config, store }) =>
        printDeployment(store.read, config, id, options, io),
      )
    })
}

async function add(id: string, options: AddOptions, command: Command, io: Io): Promise<void> {
  const { recordDeployment } = await import('../engine/act/deployments.ts')
  const { account, as = null, json, ...form } = options
  const done = await withDesk(command, io, (desk) =>
    recordDeployment(desk, account, { ...form, id }, as),
  )
  await print(done, 'is recorded', json, io)
}

async function cover(id: string, options: AddOptions, command: Command, io: Io): Promise<void> {
  const { coverDeployment } = await import('../engine/act/deployments.ts')
  const { as = null, json, ...form } = options
  const done = await withDesk(command, io, (desk) => coverDeployment(desk, id, form, as))
  await print(done, 'is changed', json, io)
}

type Done = Awaited<ReturnType<typeof import('../engine/act/deployments.ts').recordDeployment>>

async function print(
  { deployment, account, released }: Done,
  what: string,
  json: boolean | undefined,
  io: Io,
): Promise<void> {
  const { coverLine, shownDeployment } = await import('./deployment-show.ts')
  if (json) printJson(io, { ...shownDeployment(deployment, account.accountId), released })
  else {
    const { deploymentId, product } = deployment
    const line = `${deploymentId} (${product}) of ${account.accountId} ${what}${coverLine(deployment)}.`
    io.out(`${line}\n${releasedLine(released)}`)
  }
}
