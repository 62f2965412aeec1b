import type { Command } from 'commander'
import { ROLES } from '../../account/roles.ts'
import { AS, collect, JSON_FLAG, proposing } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `contact grant|revoke`. */
export function register(contact: Command, io: Io): void {
  contact
    .command('grant')
    .argument('<account>', 'Account ID')
    .argument('<address>', 'of the person')
    .argument('<role...>', 'one or several', proposing(ROLES, collect))
    .description('give a person roles on an account, and tell them')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, address: string, roles: string[], options: Options, command) => {
      const { grantRoles } = await import('../../engine/act/grants.ts')
      const as = options.as ?? null
      const done = await withDesk(command, io, (desk) => grantRoles(desk, id, address, roles, as))
      if (options.json) printJson(io, done)
      else io.out(`${done.address} on ${done.account}: ${done.after.join(', ')}.\n`)
    })
  contact
    .command('revoke')
    .argument('<account>', 'Account ID')
    .argument('<address>', 'of the person')
    .argument('<role...>', 'one or several', proposing(ROLES, collect))
    .description('take roles away from a person; a partner keeps at least one super user')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, address: string, roles: string[], options: Options, command) => {
      const { revokeRoles } = await import('../../engine/act/grants.ts')
      const as = options.as ?? null
      const done = await withDesk(command, io, (desk) => revokeRoles(desk, id, address, roles, as))
      if (options.json) return printJson(io, done)
      const left = done.after.join(', ') || 'no role'
      io.out(`${done.address} on ${done.account}: ${left}.\n`)
    })
}
