import type { Command } from 'commander'
import type { MadeContract } from '../engine/act/contracts.ts'
import type { Desk } from '../engine/desk.ts'
import { AS, JSON_FLAG, wholeNumber } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { counted, releasedLine } from './show.ts'

interface AddOptions {
  account: string
  deployment?: string
  product?: string
  type: string
  starts: string
  as?: string
  json?: boolean
}

interface RenewOptions {
  type?: string
  starts?: string
  as?: string
  json?: boolean
}

interface ImportOptions {
  dryRun?: boolean
  as?: string
  json?: boolean
}

/** `contract add|renew|list|show|import`. */
export function register(program: Command, io: Io): void {
  const contract = program.command('contract')
  contract
    .command('add')
    .description('make a support contract of one year for a deployment or a product')
    .requiredOption('--account <id>', 'Account ID')
    .option('--deployment <id>', 'that it covers')
    .option('--product <name>', 'that it covers, where it is no single deployment')
    .requiredOption('--type <name>', 'of the contract')
    .requiredOption('--starts <date>', 'first day, such as 2026-01-31')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: AddOptions, command: Command) => add(options, command, io))
  contract
    .command('renew')
    .argument('<number>', 'of the contract', wholeNumber)
    .description('add the next year of a contract, with its credits')
    .option('--type <name>', 'another type than before')
    .option('--starts <date>', 'another day than the one on which it ends')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((number: number, options: RenewOptions, command: Command) =>
      renew(number, options, command, io),
    )
  contract
    .command('list')
    .description('print the contracts')
    .option('--account <id>', 'of this account')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(
      async (options: { account?: string; limit: number; json?: boolean }, command: Command) => {
        const { printContracts } = await import('./contract-show.ts')
        await withStore(command, io, ({ config, store }) =>
          printContracts(store.read, config, options, io),
        )
      },
    )
  contract
    .command('show')
    .argument('<number>', 'of the contract', wholeNumber)
    .description('print a contract')
    .option(...JSON_FLAG)
    .action(async (number: number, options: { json?: boolean }, command: Command) => {
      const { printContract } = await import('./contract-show.ts')
      await withStore(command, io, ({ config, store }) =>
        printContract(store.read, config, number, options, io),
      )
    })
  contract
    .command('import')
    .argument(
      '<file>',
      'CSV with the columns account, deployment, product, type, starts; - reads it from stdin',
    )
    .description('make the contracts of a file, all of them or none')
    .option('--dry-run', 'only say what would be made')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((file: string, options: ImportOptions, command: Command) =>
      importFile(file, options, command, io),
    )
}

async function importFile(
  file: string,
  options: ImportOptions,
  command: Command,
  io: Io,
): Promise<void> {
  const { importContracts } = await import('../engine/act/contract-import.ts')
  const { readInput } = await import('./input.ts')
  const text = (await readInput(file)).toString()
  const { dryRun = false, as = null } = options
  const done = await withDesk(command, io, (desk) => importContracts(desk, text, dryRun, as))
  if (options.json) return printJson(io, { ...done, dryRun })
  const { contracts, credits, released } = done
  const what = `${counted(contracts, 'contract')} with ${counted(credits, 'credit')}`
  io.out(dryRun ? `${what} would be made; nothing was.\n` : `Made ${what}.\n`)
  if (!dryRun) io.out(releasedLine(released))
}

async function add(options: AddOptions, command: Command, io: Io): Promise<void> {
  const { makeContract } = await import('../engine/act/contracts.ts')
  const { account, as = null, json, ...form } = options
  await make((desk) => makeContract(desk, account, form, as), json, command, io)
}

async function renew(
  number: number,
  options: RenewOptions,
  command: Command,
  io: Io,
): Promise<void> {
  const { renewContract } = await import('../engine/act/contracts.ts')
  const { as = null, json, ...form } = options
  await make((desk) => renewContract(desk, number, form, as), json, command, io)
}

/** Makes a contract, and prints it as `contract show` does. */
async function make(
  act: (desk: Desk) => Promise<MadeContract>,
  json: boolean | undefined,
  command: Command,
  io: Io,
): Promise<void> {
  const { contractTitle, readContract } = await import('./contract-show.ts')
  const { made, released } = await withDesk(command, io, async (desk) => {
    const { contract, released } = await act(desk)
    return { made: await readContract(desk.store.read, desk.config, contract), released }
  })
  if (json) return printJson(io, { ...made, released })
  const { starts, until, included, state } = made
  const come = state === 'to come' ? `come with it on ${starts}` : 'came with it'
  const credits = included === 0 ? '' : ` ${included} credits ${come}.`
  io.out(`${contractTitle(made)}: ${starts} until ${until}.${credits}\n${releasedLine(released)}`)
}
