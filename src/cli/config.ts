import type { Command } from 'commander'
import { jsonSchema } from '../config/json-schema.ts'
import { loadConfig } from '../config/load.ts'
import { effective, flatten } from '../config/show.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

/** `config show` and `config schema`. */
export function register(program: Command, io: Io): void {
  const config = program.command('config')
  config
    .command('show')
    .description('print the effective values, defaults included, without secrets')
    .option('--json', 'print them as a configuration file')
    .action((options: { json?: boolean }, command: Command) => {
      const { config: file } = command.optsWithGlobals<{ config: string }>()
      const values = effective(loadConfig(file, io.env))
      if (options.json) printJson(io, values)
      else printTable(io, ['option', 'value'], flatten(values))
    })
  config
    .command('schema')
    .description('print the JSON Schema of the configuration file, for editors')
    .option('--json', 'the same')
    .action(() => printJson(io, jsonSchema()))
}
