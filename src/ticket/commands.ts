/**
 * One-line commands of the support side, in the first or the last lines of a reply. They are taken out
 * of the text that the customer sees.
 */
export type Command =
  | { name: 'close' }
  | { name: 'note' }
  | { name: 'add'; address: string }
  /** About mails that wait: these numbers, or none for the one that the answered mail is about. */
  | { name: 'release' | 'discard'; mails: number[] }

export type CommandName = Command['name']

/** The commands of a ticket that this version knows, as staff mails name them. */
export const COMMANDS = ['#close', '#note', '#add'] as const

/** What may be done to a ticket, and to mails that wait for a person. */
export const TICKET_COMMANDS: readonly CommandName[] = ['close', 'note', 'add']
export const HELD_COMMANDS: readonly CommandName[] = ['release', 'discard']

export interface ReadCommands {
  commands: Command[]
  /** Lines that look like commands and are none: nothing of the mail goes to the customer then. */
  unknown: string[]
  /** The reply without its command lines. */
  text: string
}

/** `#word`, alone or with arguments; a heading (`# Word`) and a number (`#100042`) are text. */
const COMMAND_LINE = /^#([\p{L}][\p{L}-]*)(?:\s+(.*))?$/u

const NAMES: Record<string, CommandName> = {
  close: 'close',
  cerrar: 'close',
  note: 'note',
  nota: 'note',
  add: 'add',
  añadir: 'add',
  release: 'release',
  liberar: 'release',
  discard: 'discard',
  descartar: 'discard',
}

/** Reads the commands with these names; any other line that begins like one is unknown. */
export function readCommands(
  reply: string,
  names: readonly CommandName[] = TICKET_COMMANDS,
): ReadCommands {
  const lines = reply.split('\n')
  const commands: Command[] = []
  const unknown: string[] = []
  const take = (line: string): boolean => {
    const found = COMMAND_LINE.exec(line.trim())
    if (!found) return false
    const name = NAMES[(found[1] ?? '').normalize('NFC').toLowerCase()]
    const command = name && names.includes(name) ? commandOf(name, found[2] ?? '') : null
    if (command) commands.push(command)
    else unknown.push(line.trim())
    return true
  }
  const isBlank = (line: string | undefined) => line !== undefined && line.trim() === ''
  let start = 0
  let end = lines.length
  while (start < end && (isBlank(lines[start]) || take(lines[start] ?? ''))) start++
  while (end > start && (isBlank(lines[end - 1]) || take(lines[end - 1] ?? ''))) end--
  return { commands, unknown, text: lines.slice(start, end).join('\n') }
}

/** A command with its arguments; null when they are not what it takes. */
function commandOf(name: CommandName, written: string): Command | null {
  switch (name) {
    case 'close':
    case 'note':
      return written === '' ? { name } : null
    case 'add': {
      // Mail programs write `ana@x.test<mailto:ana@x.test>`, or put a name in front.
      const address = /[^\s<>"(),:;@]+@[^\s<>"(),:;@]+\.[^\s<>"(),:;@]+/.exec(written)?.[0]
      return address ? { name, address: address.toLowerCase() } : null
    }
    case 'release':
    case 'discard': {
      const mails = written.split(/[\s,]+/).filter(Boolean)
      return mails.every((mail) => /^#?\d{1,15}$/.test(mail))
        ? { name, mails: mails.map((mail) => Number(mail.replace('#', ''))) }
        : null
    }
  }
}
