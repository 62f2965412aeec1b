import type { Command } from 'commander'
import { AS, JSON_FLAG } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { withProgress } from '../progress.ts'
import { counted, releasedLine } from '../show.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `contact disable|enable|merge|export|erase`. */
export function register(contact: Command, io: Io): void {
  for (const verb of ['disable', 'enable'] as const) {
    contact
      .command(verb)
      .argument('<address>', 'of the person')
      .description(
        verb === 'disable'
          ? 'let a person speak for no account any more; their tickets stay'
          : 'let a disabled person count again',
      )
      .option(...AS)
      .option(...JSON_FLAG)
      .action(async (written: string, options: Options, command: Command) => {
        const { setActive } = await import('../../engine/act/contact-state.ts')
        const active = verb === 'enable'
        const { address, released } = await withDesk(command, io, (desk) =>
          setActive(desk, written, active, options.as ?? null),
        )
        if (options.json) printJson(io, { address, active, released })
        else io.out(`${address} is ${verb}d.\n${releasedLine(released)}`)
      })
  }
  contact
    .command('merge')
    .argument('<address>', 'of the contact that goes')
    .argument('<into>', 'address of the contact that stays')
    .description(
      'make two contacts one: addresses, roles and tickets of the first go to the second',
    )
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (written: string, other: string, options: Options, command: Command) => {
      const { mergePeople } = await import('../../engine/act/contact-state.ts')
      const { address, into } = await withDesk(command, io, (desk) =>
        mergePeople(desk, written, other, options.as ?? null),
      )
      if (options.json) printJson(io, { address, into })
      else io.out(`${address} is an address of ${into} now.\n`)
    })
  contact
    .command('export')
    .argument('<address>', 'of the person')
    .argument('<folder>', 'that is made for it')
    .description('write all that is kept of a person into a folder: JSON and mails')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (written: string, folder: string, options: Options, command: Command) => {
      const { exportPerson } = await import('../../engine/act/export-person.ts')
      const done = await withDesk(command, io, (desk) =>
        exportPerson(desk, written, folder, options.as ?? null),
      )
      if (options.json) printJson(io, done)
      else
        io.out(
          `${done.folder}: person.json and ${counted(done.mails, 'mail')} of ${done.address}.\n`,
        )
    })
  contact
    .command('erase')
    .argument('<address>', 'of the person')
    .description('make a person unknown for good; their tickets stay, without names and mails')
    .option('--yes', 'do not ask')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((written: string, options: Options & { yes?: boolean }, command: Command) =>
      erase(written, options, command, io),
    )
}

async function erase(
  written: string,
  options: Options & { yes?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const { Failure } = await import('../../errors.ts')
  if (!options.yes && io.ask) {
    const answer = await io.ask(`Erase ${written} for good? Type the address to go on: `)
    if (answer.trim().toLowerCase() !== written.trim().toLowerCase()) {
      throw new Failure('stopped', 'Stopped; nobody was erased.')
    }
  }
  const { erasePerson } = await import('../../engine/act/erase-person.ts')
  const done = await withDesk(command, io, (desk) =>
    withProgress(command, io, { what: 'mails emptied' }, (on) =>
      erasePerson(desk, written, options.as ?? null, on),
    ),
  )
  if (options.json) return printJson(io, done)
  io.out(
    `Erased. Tickets that stay without the name: ${done.tickets}. Mails emptied: ${done.mails}.\n` +
      'Tickets no longer hold the addresses, nor the full name where the person took part; a nickname, or what is told of them in other words, stays.\n',
  )
  const [first] = done.toRead
  if (first === undefined) return
  io.out(
    asCalled(
      `Please read these; a part of the name, or the full name in words of others, stands there: ${done.toRead.join(', ')}.\n` +
        `This takes words out of one: ticketd ticket redact ${first} "WORDS"\n`,
      io,
    ),
  )
}
