import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { knownBy, TAKERS } from '../../../src/cli/completion/known.ts'
import type { Io } from '../../../src/cli/io.ts'
import { NOUNS } from '../../../src/cli/nouns.ts'
import { smallest } from '../../config/a-config.ts'
import { atDesk } from '../ticketd.ts'

/** Everything of a command and those below it that takes a value, as it is asked about. */
function takersIn(noun: string, command: Command): string[] {
  return [
    ...command.options.map((option) => option.long ?? ''),
    ...command.registeredArguments.flatMap((it) => [`<${it.name()}>`, `${noun} <${it.name()}>`]),
    ...command.commands.flatMap((verb) => takersIn(noun, verb)),
  ]
}

test('all that values are kept for is somewhere in the program', async () => {
  const takers = new Set<string>()
  for (const [noun, { load }] of Object.entries(NOUNS)) {
    const program = new Command()
    ;(await load()).register(program, {} as Io)
    for (const taker of takersIn(noun, program)) takers.add(taker)
  }
  expect(Object.keys(TAKERS).filter((taker) => !takers.has(taker))).toEqual([])
})

let folder: string
beforeAll(() => {
  const { mailboxes, ...rest } = smallest()
  const config = {
    ...rest,
    mailboxes: mailboxes.map((mailbox) => ({
      ...mailbox,
      department: 'phones',
      // Whoever completes a word need not hold the passwords.
      imap: { ...mailbox.imap, password: { env: 'NOT_SET' } },
    })),
    departments: [
      { name: 'phones', title: { en: 'Phones' }, agents: ['kim@acme.test', 'ops@acme.test'] },
    ],
  }
  folder = atDesk({ 'config.json': JSON.stringify(config) })
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['--mailbox', [{ value: 'support', says: 'support@acme.test' }]],
  ['ticket <name>', [{ value: 'phones', says: 'Phones' }]],
  [
    '--as',
    [
      { value: 'ops@acme.test', says: '' },
      { value: 'kim@acme.test', says: '' },
    ],
  ],
  ['--account', []],
  ['--subject', []],
])('%s, where there is no store yet', (taker, values) => {
  expect(knownBy(join(folder, 'config.json'), {})(taker)).toEqual(values)
})

test('a template has its name once, in whatever languages it is written', () => {
  const names = knownBy(join(folder, 'config.json'), {})('template <name>').map((it) => it.value)
  expect(names.filter((name) => name === 'customer-opened')).toHaveLength(1)
})
