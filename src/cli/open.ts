import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import type { Desk } from '../engine/desk.ts'
import type { Log } from '../log.ts'
import { openStore, type Store } from '../store/database.ts'
import type { Io } from './io.ts'
import { refuseRoot } from './owner.ts'

/** Commands that log in somewhere: whoever only looks things up need not hold the passwords. */
const CONNECTING = [
  'run',
  'poll',
  'doctor',
  'test',
  'authorize',
  // It offers to sign in and to test.
  'init',
  'read',
  'reconcile',
  'mail import',
]

function isConnecting(command: Command): boolean {
  const names = [command.name(), `${command.parent?.name()} ${command.name()}`]
  return names.some((name) => CONNECTING.includes(name))
}

/** What commands take besides their own: the configuration that `--config` names. */
export function configOf(command: Command, io: Io): Config {
  const secrets = isConnecting(command) ? 'needed' : 'left'
  return loadConfig(command.optsWithGlobals<{ config: string }>().config, io.env, secrets)
}

/** A store that is not there is made; one that is there is brought up to date by `migrate` only. */
export async function openStoreOf(config: Config): Promise<Store> {
  refuseRoot(config.store.path)
  return await openStore(config.store.path, { migrate: !existsSync(config.store.path) })
}

/** Opens configuration and store for one command, and closes the store after it. */
export async function withStore<T>(
  command: Command,
  io: Io,
  work: (at: { config: Config; store: Store }) => Promise<T>,
): Promise<T> {
  const config = configOf(command, io)
  const store = await openStoreOf(config)
  try {
    return await work({ config, store })
  } finally {
    await store.close()
  }
}

/** The same with all that the engine needs to act: keys and templates. */
export async function withDesk<T>(
  command: Command,
  io: Io,
  work: (desk: Desk) => Promise<T>,
  log?: Log,
): Promise<T> {
  return await withStore(command, io, async ({ config, store }) => {
    // Reading commands need none of this and start in half the time.
    const [
      { openKeys },
      { insistOnOwnKey },
      { createDkimCheck },
      { remembering, systemLookUp },
      { signaturesWith },
      { loadTemplates },
      { silent },
      { hasSentMail },
    ] = await Promise.all([
      import('../credentials/keys.ts'),
      import('../credentials/own-key.ts'),
      import('../engine/authenticate/dkim.ts'),
      import('../engine/authenticate/dns.ts'),
      import('../engine/signatures.ts'),
      import('../notification/templates.ts'),
      import('../log.ts'),
      import('../store/sent.ts'),
    ])
    const { key: file } = config.store
    const isNew = !(await hasSentMail(store.read))
    const keys = openKeys(file, { mayMake: isNew })
    await insistOnOwnKey(store, keys, { file, mayTake: isNew })
    return await work({
      config,
      store,
      signatures: signaturesWith(keys),
      keys,
      templates: loadTemplates(config.templates ?? null),
      signersOf: createDkimCheck(remembering(systemLookUp(), Date.now), Date.now),
      log: log ?? silent,
      now: Date.now,
    })
  })
}
