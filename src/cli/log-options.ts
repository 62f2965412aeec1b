import { type Command, Option } from 'commander'

/** How much is told on stderr, and whether for people where that is no terminal too. */
export interface LogOptions {
  logLevel: string
  pretty: boolean | undefined
}

export function withLogOptions(command: Command, usual: string): Command {
  const levels = ['debug', 'info', 'warn', 'error']
  return command
    .addOption(new Option('--log-level <level>', 'how much is told').choices(levels).default(usual))
    .option('--pretty', 'tell it in lines for people, as on a terminal, and not in JSON')
}
