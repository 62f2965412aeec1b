import type { Command } from 'commander'
import { Failure } from '../../errors.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { textOf } from '../ticket/done.ts'

interface Options {
  account: string
  as?: string
  code?: string
  json?: boolean
}

/** `account token show|rotate`. */
export function register(account: Command, io: Io): void {
  const token = account
    .command('token')
    .description('what lets a phone system send its users: the Decision Maker alone sees it')
  token
    .command('show')
    .description('show the token to a Decision Maker, who is mailed a code for it')
    .requiredOption('--account <id>', 'Account ID')
    .option('--as <address>', 'the Decision Maker who asks')
    .option(
      '--code <code>',
      'the code that was mailed, - reads it from stdin; without it one is mailed',
    )
    .option(...JSON_FLAG)
    .action((options: Options, command: Command) => showOne(options, command, io))
  token
    .command('rotate')
    .description('give the account another token, and tell its Decision Makers')
    .requiredOption('--account <id>', 'Account ID')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (options: Options, command: Command) => {
      const { rotateToken } = await import('../../engine/act/show-token.ts')
      const { account: accountId, as = null } = options
      const told = await withDesk(command, io, (desk) => rotateToken(desk, accountId, as))
      if (options.json) printJson(io, { accountId, told })
      else io.out(`${accountId} has another token. Told: ${told.join(', ') || 'nobody'}.\n`)
    })
}

async function showOne(options: Options, command: Command, io: Io): Promise<void> {
  const { mailTokenCode, showToken } = await import('../../engine/act/show-token.ts')
  const { account: accountId, as = null } = options
  const token = await withDesk(command, io, async (desk) => {
    if (options.code !== undefined)
      return await showToken(desk, accountId, as, (await textOf(options.code)).trim())
    const { address } = await mailTokenCode(desk, accountId, as)
    io.err(`A code is on its way to ${address}.\n`)
    if (!io.ask) {
      throw new Failure('code-needed', 'The token is shown for the code only.', {
        advice: 'Repeat the command with --code CODE.',
      })
    }
    return await showToken(desk, accountId, as, await io.ask('Code: '))
  })
  if (options.json) printJson(io, { accountId, token })
  else io.out(`Account ID  ${accountId}\nToken       ${token}\n`)
}
