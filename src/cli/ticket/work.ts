import { type Command, InvalidArgumentError } from 'commander'
import { Failure } from '../../errors.ts'
import type { Command as TicketCommand } from '../../ticket/commands.ts'
import { PRIORITIES } from '../../ticket/field-words/words.ts'
import type { Priority } from '../../ticket/ticket.ts'
import { AS, JSON_FLAG, proposing, wholeNumber } from '../arguments.ts'
import type { Io } from '../io.ts'
import { doAndSay, textOf } from './done.ts'

interface Options {
  as?: string
  text?: string
  entry: number
  subject?: string
  json?: boolean
}

/** `ticket assign|priority|plan|department|field|escalate|merge|split|link`. */
export function registerWork(ticket: Command, io: Io): void {
  const verb = (name: string, does: string) =>
    ticket.command(name).argument('<number>', 'of the ticket', wholeNumber).description(does)
  const common = (command: Command) => command.option(...AS).option(...JSON_FLAG)
  const doing =
    <Argument>(of: (argument: Argument) => TicketCommand) =>
    (number: number, argument: Argument, options: Options, command: Command) =>
      does(number, of(argument), options, command, io)

  common(verb('assign', 'hand a ticket to one of those who answer it'))
    .argument('<address>', 'who works on it from now on')
    .action(doing((address: string) => ({ name: 'assign', address: address.trim().toLowerCase() })))
  common(verb('priority', 'set the priority of a ticket and tell the customer'))
    .argument('<priority>', 'P1, P2 or P3', proposing(PRIORITIES, priority))
    .action(doing((level: Priority) => ({ name: 'priority', priority: level })))
  common(verb('department', 'move a ticket to another department'))
    .argument('<name>', 'of the department')
    .action(doing((department: string) => ({ name: 'department', department })))
  common(verb('field', 'set a field of the case, such as "Version: 7"'))
    .argument('<line>', 'NAME: VALUE')
    .action(doing((line: string) => ({ name: 'field', line })))
  common(verb('merge', 'make a ticket a part of another one; both numbers stay good'))
    .argument('<into>', 'the ticket that goes on', wholeNumber)
    .action(doing((into: number) => ({ name: 'merge', into })))
  common(verb('plan', 'set the action plan of a ticket and tell the customer'))
    .requiredOption('--text <text>', 'the plan; - reads it from stdin')
    .action(async (number: number, options: Options, command: Command) => {
      const text = (await textOf(options.text)).trim()
      if (text === '') throw new Failure('empty-text', 'There is no text.')
      await does(number, { name: 'plan', text }, { ...options, text: '' }, command, io)
    })
  common(verb('escalate', "ask for more help: of the department's own, or of the vendor"))
    .option('--text <text>', 'what they have to know; - reads it from stdin')
    .action((number: number, options: Options, command: Command) =>
      does(number, { name: 'escalate' }, options, command, io),
    )
  common(verb('split', 'give one mail of a ticket a ticket of its own'))
    .requiredOption('--entry <number>', 'of the mail, as ticket show prints it', wholeNumber)
    .option('--subject <text>', 'of the new ticket; that of the mail by default')
    .action(async (number: number, options: Options, command: Command) => {
      const { split } = await import('../../engine/act/split.ts')
      const { as = null, entry, subject = null } = options
      await doAndSay((desk) => split(desk, number, entry, as, subject), options, command, io)
    })
  common(verb('link', 'note that two tickets have to do with each other'))
    .argument('<other>', 'the other ticket', wholeNumber)
    .action(async (number: number, other: number, options: Options, command: Command) => {
      const { link } = await import('../../engine/act/split.ts')
      const { as = null } = options
      await doAndSay((desk) => link(desk, number, other, as), options, command, io)
    })
}

async function does(
  number: number,
  asked: TicketCommand,
  options: Options,
  command: Command,
  io: Io,
): Promise<void> {
  const { work } = await import('../../engine/act/work.ts')
  const text = options.text ? await textOf(options.text) : null
  const { as = null } = options
  await doAndSay((desk) => work(desk, number, asked, as, text), options, command, io)
}

function priority(written: string): Priority {
  const level = /^p?([123])$/i.exec(written)?.[1]
  if (level) return `P${level}` as Priority
  throw new InvalidArgumentError('It must be P1, P2 or P3.')
}
