import { existsSync } from 'node:fs'
import { loadConfig } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import { proposeAccounts, proposeTickets } from '../../store/proposals.ts'
import type { Candidate, Known } from './candidates.ts'

/** Who takes which values: an option, an argument, or an argument below one noun only. */
const TAKERS: Record<string, (config: Config) => Candidate[]> = {
  '--mailbox': mailboxes,
  'mailbox <name>': mailboxes,
  '--department': departments,
  'department <name>': departments,
  '--account': accounts,
  '--partner': accounts,
  '<account>': accounts,
  '--ticket': tickets,
  'ticket <number>': tickets,
}

/**
 * What the configuration and the store know; nothing where they cannot be read: a fault of theirs has no
 * place in somebody's prompt.
 */
export function knownBy(file: string, env: NodeJS.ProcessEnv): Known {
  return (taker) => {
    const read = TAKERS[taker]
    try {
      return read ? read(loadConfig(file, env, 'left')) : []
    } catch {
      return []
    }
  }
}

function mailboxes({ mailboxes: configured }: Config): Candidate[] {
  return configured.map(({ name, address }) => ({ value: name, says: address }))
}

function departments({ departments: configured, desk }: Config): Candidate[] {
  return configured.map(({ name, title }) => ({ value: name, says: title?.[desk.locale] ?? '' }))
}

function accounts({ store }: Config): Candidate[] {
  return existsSync(store.path) ? proposeAccounts(store.path) : []
}

function tickets({ store }: Config): Candidate[] {
  return existsSync(store.path) ? proposeTickets(store.path) : []
}
