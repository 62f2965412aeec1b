import type { Command } from 'commander'
import { openStore } from '../store/database.ts'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { configOf } from './open.ts'
import { withProgress } from './progress.ts'

/** `migrate`: makes the store, or brings it up to date. */
export function register(program: Command, io: Io): void {
  program
    .command('migrate')
    .option(...JSON_FLAG)
    .action(async (options: { json?: boolean }, command: Command) => {
      const { store: place } = configOf(command, io)
      const store = await withProgress(command, io, { what: 'steps done' }, (onProgress) =>
        openStore(place.path, { migrate: true, onProgress }),
      )
      await store.close()
      if (options.json) printJson(io, { store: place.path })
      else io.out(`${place.path} is up to date.\n`)
    })
}
