import type { Command } from 'commander'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { configOf, withStore } from './open.ts'

interface CheckOptions {
  account: string
  deployment?: string
  connectedTo?: string
  billing?: string
  json?: boolean
}

/** `department list|check`. */
export function register(program: Command, io: Io): void {
  const department = program.command('department')
  department
    .command('list')
    .description('print the departments and what each asks for')
    .option(...JSON_FLAG)
    .action(async (options: { json?: boolean }, command: Command) => {
      const { printDepartments } = await import('./department-show.ts')
      printDepartments(configOf(command, io), options, io)
    })
  department
    .command('check')
    .argument('<name>', 'of the department')
    .description('say whether an account is entitled to the help of a department, and why')
    .requiredOption('--account <id>', 'Account ID')
    .option('--deployment <id>', 'that the case is about')
    .option('--connected-to <product>', 'what the deployment is connected to')
    .option(
      '--billing <id>',
      'Account ID of the organisation that pays: the account or its partner',
    )
    .option(...JSON_FLAG)
    .action((name: string, options: CheckOptions, command: Command) =>
      check(name, options, command, io),
    )
}

async function check(name: string, options: CheckOptions, command: Command, io: Io): Promise<void> {
  const { checkDepartment } = await import('../engine/act/entitlement.ts')
  const { account, deployment = null, connectedTo = null, billing = null } = options
  const claim = { deployment, connectedTo, billing }
  const checked = await withStore(command, io, ({ config, store }) =>
    checkDepartment(store.read, config, name, account, claim, Date.now()),
  )
  const { verdict, missing, because } = checked
  if (!options.json) {
    const list = missing.length === 0 ? '' : ` Missing: ${missing.join(', ')}.`
    io.out(`${WORDS[verdict]}: ${because}.${list}\n`)
    return
  }
  printJson(io, {
    verdict,
    missing,
    because,
    department: checked.department.name,
    account: checked.account.accountId,
    deployment: checked.deployment?.deploymentId ?? null,
    contract: checked.contract?.id ?? null,
    payer: checked.payer.accountId,
    balance: checked.balance,
  })
}

const WORDS = {
  entitled: 'Entitled',
  'not-entitled': 'Not entitled',
  'not-judgeable': 'Not judgeable yet',
} as const
