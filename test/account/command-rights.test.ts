import { expect, test } from '@jest/globals'
import { CAPACITIES, commandsOf, mayCommand } from '../../src/account/command-rights.ts'
import { HELD_COMMANDS, TICKET_COMMANDS } from '../../src/ticket/commands.ts'

const ROWS: [string, string][] = [
  ['close', 'agent contact contact-beside requester'],
  ['reopen', 'agent contact contact-beside requester'],
  ['note', 'agent contact contact-beside'],
  ['add', 'agent contact contact-beside'],
  ['priority', 'agent contact'],
  ['plan', 'agent contact'],
  ['assign', 'agent contact'],
  ['escalate', 'agent contact contact-beside'],
  ['merge', 'agent contact'],
  ['department', 'agent'],
  ['minutes', 'agent'],
  ['refund', 'agent'],
  ['charge', 'agent'],
  ['field', 'agent contact'],
  ['help', 'agent contact contact-beside'],
]

test.each(ROWS)('#%s: %s', (name, capacities) => {
  const command = TICKET_COMMANDS.find((one) => one === name)
  if (!command) throw new Error(`there is no #${name}`)
  expect(CAPACITIES.filter((capacity) => mayCommand(capacity, command)).join(' ')).toBe(capacities)
})

test('every command of a ticket has a row, and what waits is decided elsewhere', () => {
  expect(ROWS.map(([name]) => name).sort()).toEqual([...TICKET_COMMANDS].sort())
  for (const name of HELD_COMMANDS) expect(mayCommand('agent', name)).toBe(false)
  expect(commandsOf('requester')).toEqual(['close', 'reopen'])
})
