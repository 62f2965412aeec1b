import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { EXAMPLES } from '../../src/cli/examples.ts'
import type { Io } from '../../src/cli/io.ts'
import { NOUNS } from '../../src/cli/nouns.ts'
import { usageFault } from '../../src/cli/usage.ts'

const all = Object.entries(EXAMPLES).flatMap(([noun, lines]) => lines.map((line) => [noun, line]))

/** The command that the words name, and what is left of them. */
function commandOf(program: Command, words: string[]): { command: Command; rest: string[] } {
  const verb = program.commands.find((one) => one.name() === words[0])
  return verb ? commandOf(verb, words.slice(1)) : { command: program, rest: words }
}

test.each(all)('%s: `%s` can be typed so', async (noun = '', line = '') => {
  const program = new Command()
  const group = await NOUNS[noun]?.load()
  group?.register(program, {} as Io)
  const words = (line.replace(/ [<>] .*$/, '').match(/"[^"]*"|\S+/g) ?? []).map(String)
  const { command, rest } = commandOf(program, words)
  expect(command).not.toBe(program)
  const { operands, unknown } = command.exitOverride().parseOptions(rest)
  expect(unknown).toEqual([])
  const wanted = command.registeredArguments
  expect(operands.length).toBeGreaterThanOrEqual(wanted.filter((one) => one.required).length)
  if (!wanted.some((one) => one.variadic)) {
    expect(operands.length).toBeLessThanOrEqual(wanted.length)
  }
})

test.each([
  [
    "error: option '--limit <number>' argument 'x' is invalid. It must be a whole number.",
    'ticketd: --limit cannot be "x". It must be a whole number.',
  ],
  [
    "error: command-argument value 'P7' is invalid for argument 'priority'. It must be P1, P2 or P3.",
    'ticketd: The priority cannot be "P7". It must be P1, P2 or P3.',
  ],
  ["error: unknown option '--x'", "ticketd: unknown option '--x'"],
])('%s is told as people say it', (said, told) => {
  expect(usageFault(said)).toBe(told)
})
