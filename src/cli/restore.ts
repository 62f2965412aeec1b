import type { Command } from 'commander'
import { JSON_FLAG } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { configOf } from './open.ts'
import { refuseRoot } from './owner.ts'
import { withProgress } from './progress.ts'
import { counted } from './show.ts'
import { stoppable } from './stoppable.ts'

interface Options {
  moved?: boolean
  json?: boolean
}

const UNPACKED = { what: 'MB unpacked', per: 1e6 }

/** `restore FILE`. */
export function register(program: Command, io: Io): void {
  program
    .command('restore')
    .argument('<file>', 'a backup')
    .option('--moved', 'nothing ran after the backup was made: send what waited, skip no numbers')
    .option(...JSON_FLAG)
    .action((file: string, options: Options, command: Command) =>
      restore(file, options, command, io),
    )
}

async function restore(file: string, options: Options, command: Command, io: Io): Promise<void> {
  const [{ restoreBackup }, { keyFault }] = await Promise.all([
    import('../engine/act/restore.ts'),
    import('../credentials/own-key.ts'),
  ])
  const { store } = configOf(command, io)
  refuseRoot(store.path)
  const { missing, inDoubt, keyPrint } = await withProgress(command, io, UNPACKED, (on) =>
    stoppable(on, (told) => restoreBackup(store, file, options.moved === true, told)),
  )
  const fault = keyFault(store.key, keyPrint)
  if (options.json) {
    const result = { store: store.path, missing, inDoubt, key: fault === null }
    return printJson(io, result)
  }
  const said = [
    `${store.path} is restored.`,
    fault ? `Put the key file back before anything else. ${fault.message}` : '',
    missing > 0 ? 'The backup is of an older ticketd: run `ticketd migrate`.' : '',
    inDoubt > 0
      ? `${counted(inDoubt, 'mail')} that waited then may have left since: see \`ticketd outbox list --asked\`, \`ticketd outbox retry ID\` what did not and \`ticketd outbox arrived ID\` what did.`
      : '',
  ].filter(Boolean)
  io.out(asCalled(`${said.join('\n')}\n`, io))
}
