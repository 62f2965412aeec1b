import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { OnProgress } from '../progress.ts'
import { openStore } from '../store/database.ts'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { configOf } from './open.ts'
import { refuseRoot } from './owner.ts'
import { withProgress } from './progress.ts'
import { counted } from './show.ts'

/** `migrate`: makes the store, or brings it up to date. */
export function register(program: Command, io: Io): void {
  program
    .command('migrate')
    .option(...JSON_FLAG)
    .action(async (options: { json?: boolean }, command: Command) => {
      const { path } = configOf(command, io).store
      refuseRoot(path)
      const isNew = !existsSync(path)
      let steps = 0
      const counting =
        (on: OnProgress): OnProgress =>
        (done, total) => {
          steps = total ?? 0
          on(done, total)
        }
      const store = await withProgress(command, io, { what: 'steps done' }, (on) =>
        openStore(path, { migrate: true, onProgress: counting(on) }),
      )
      await store.close()
      if (options.json) printJson(io, { store: path, made: isNew, steps })
      else io.out(`${path} ${becameOf(isNew, steps)}.\n`)
    })
}

function becameOf(isNew: boolean, steps: number): string {
  if (isNew) return 'was made'
  return steps > 0 ? `was brought up to date in ${counted(steps, 'step')}` : 'is up to date'
}
