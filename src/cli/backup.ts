import type { Command } from 'commander'
import { Failure } from '../errors.ts'
import { JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { configOf } from './open.ts'
import { withProgress } from './progress.ts'
import { counted } from './show.ts'
import { stoppable } from './stoppable.ts'

const COPIED = { what: 'MB copied', per: 1e6 }
const READ = { what: 'MB read', per: 1e6 }

interface Options {
  incomplete?: boolean
  json?: boolean
}

/** `backup FILE` and `backup verify FILE`. */
export function register(program: Command, io: Io): void {
  const backup = program
    .command('backup')
    .usage('[options] <file> | verify <file>')
    .argument('[file]', 'the archive to write; it must not be there yet')
    .option('--incomplete', 'also when attachments are missing that tickets show')
    .option(...JSON_FLAG)
    .action(backUp)
  backup
    .command('verify')
    .argument('<file>', 'a backup')
    .description('read a backup to its end, and say whether it is as it was written')
    .option(...JSON_FLAG)
    .action(verify)

  async function backUp(file: string | undefined, options: Options, command: Command) {
    if (file === undefined) throw new Failure('usage', 'Name the file that the backup goes to.')
    const { backUp: write } = await import('../engine/act/backup.ts')
    const { store } = configOf(command, io)
    const { size, parts, missing } = await withProgress(command, io, COPIED, (on) =>
      stoppable(on, (told) => write(store, file, Date.now(), told, options.incomplete)),
    )
    if (options.json) return printJson(io, { file, size, parts, missing, leftOut: [store.key] })
    io.out(`${file} holds the store as it was at this moment: ${Math.ceil(size / 1024)} KB.\n`)
    if (missing > 0)
      io.out(`Not in it, since they are missing: ${counted(missing, 'attachment')}.\n`)
    io.out(`The key file ${store.key} and the configuration are not in it: keep copies apart.\n`)
    io.out('Without the key no mail that was sent before is known again.\n')
  }

  async function verify(file: string, _options: unknown, command: Command) {
    const { verifyBackup } = await import('../engine/act/backup.ts')
    const { parts } = await withProgress(command, io, READ, (on) => verifyBackup(file, on))
    // The parent has the same flag, and takes it wherever it stands.
    if (command.optsWithGlobals().json) return printJson(io, { file, whole: true, parts })
    io.out(`${file} is whole: every bit of its ${parts} parts is as it was written.\n`)
  }
}
