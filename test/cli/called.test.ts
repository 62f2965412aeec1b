import { expect, test } from '@jest/globals'
import { asCalled, calledAs } from '../../src/cli/called.ts'

test.each([
  [['ticket', 'list'], 'ticketd'],
  [['--config', 'desk/config.json', 'status'], 'ticketd --config desk/config.json'],
  [['status', '--config=other.json'], 'ticketd --config other.json'],
  [['status', '--config', "Ana's desk.json"], `ticketd --config 'Ana'\\''s desk.json'`],
  [['status', '--config'], 'ticketd'],
])('%j was called as %s', (words, program) => {
  expect(calledAs(words)).toBe(program)
})

test.each([
  ['`ticketd ticket list` shows them.', '`ticketd --config x ticket list` shows them.'],
  [
    'here: ticketd mail list, ticketd run',
    'here: ticketd --config x mail list, ticketd --config x run',
  ],
  ['/opt/ticketd config.json', '/opt/ticketd config.json'],
  ['a@ticketd is no command', 'a@ticketd is no command'],
  ['the key ticketd.key', 'the key ticketd.key'],
])('%j', (text, shown) => {
  expect(asCalled(text, { program: 'ticketd --config x' })).toBe(shown)
  expect(asCalled(text, {})).toBe(text)
})
