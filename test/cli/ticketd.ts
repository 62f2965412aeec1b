import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { register as registerConfig } from '../../src/cli/config.ts'
import { register as registerInit } from '../../src/cli/init.ts'
import type { Ask, Io } from '../../src/cli/io.ts'
import { Failure } from '../../src/errors.ts'

/** A new folder with these files, given as name → text. */
export function atDesk(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-cli-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

/** Runs a command with the config.json of the folder; gives what it printed. */
export async function ticketd(
  folder: string,
  words: string[],
  around: { env?: NodeJS.ProcessEnv; ask?: Ask; err?: Io['err'] } = {},
): Promise<{ out: string; err: string }> {
  const printed = { out: '', err: '' }
  const io: Io = {
    out: (text) => {
      printed.out += text
    },
    err: (text) => {
      printed.err += text
    },
    env: {},
    isTTY: false,
    columns: 80,
    ...around,
  }
  const program = new Command().option('--config <file>', '', join(folder, 'config.json'))
  registerConfig(program, io)
  registerInit(program, io)
  await program.parseAsync(words, { from: 'user' })
  return printed
}

/** The Failure that a command ends with. */
export async function refusal(folder: string, words: string[], around = {}): Promise<Failure> {
  try {
    await ticketd(folder, words, around)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('the command was not refused')
}
