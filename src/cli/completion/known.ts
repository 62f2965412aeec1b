import { existsSync } from 'node:fs'
import { loadConfig } from '../../config/load.ts'
import type { Config } from '../../config/schema.ts'
import { readTemplateFiles } from '../../notification/template-files.ts'
import {
  type Proposal,
  proposeAccounts,
  proposeMails,
  proposeOutbox,
  proposeTickets,
} from '../../store/proposals.ts'
import type { Candidate, Known } from './candidates.ts'

/** Who takes which values: an option, an argument, or an argument below one noun only. */
export const TAKERS: Record<string, (config: Config) => Candidate[]> = {
  '--mailbox': mailboxes,
  'mailbox <name>': mailboxes,
  '--department': departments,
  'department <name>': departments,
  '--account': accounts,
  '--partner': accounts,
  '<account>': accounts,
  '--ticket': tickets,
  'ticket <number>': tickets,
  'ticket <into>': tickets,
  'ticket <name>': departments,
  'mail <id>': ({ store }) => proposalsOf(store, proposeMails),
  'outbox <id>': ({ store }) => proposalsOf(store, proposeOutbox),
  '<service>': ({ services }) => services.map(({ name }) => ({ value: name, says: '' })),
  'template <name>': templates,
  '--as': staff,
}

/**
 * What the configuration and the store know; nothing where they cannot be read: a fault of theirs
 * has no place in somebody's prompt.
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
  return proposalsOf(store, proposeAccounts)
}

function tickets({ store }: Config): Candidate[] {
  return proposalsOf(store, proposeTickets)
}

/** To look for a store makes none. */
function proposalsOf(store: Config['store'], propose: (file: string) => Proposal[]): Candidate[] {
  return existsSync(store.path) ? propose(store.path) : []
}

function templates({ templates: own }: Config): Candidate[] {
  const names = [...readTemplateFiles(own ?? null).keys()].flatMap((key) => key.split('/')[1] ?? [])
  return [...new Set(names)].map((value) => ({ value, says: '' }))
}

function staff({ desk, departments: configured }: Config): Candidate[] {
  const agents = configured.flatMap((department) => department.agents)
  return [...new Set([...desk.administrators, ...agents])].map((value) => ({ value, says: '' }))
}
