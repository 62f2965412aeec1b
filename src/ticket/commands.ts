/**
 * One-line commands of the support side, in the first or the last lines of a reply. They are taken out
 * of the text that the customer sees.
 */
export type Command = { name: 'close' } | { name: 'note' }

/** The commands that this version knows, as staff mails name them. */
export const COMMANDS = ['#close', '#note'] as const

export interface ReadCommands {
  commands: Command[]
  /** Lines that look like commands and are none: nothing of the mail goes to the customer then. */
  unknown: string[]
  /** The reply without its command lines. */
  text: string
}

/** `#word`, alone or with arguments; a heading (`# Word`) and a number (`#100042`) are text. */
const COMMAND_LINE = /^#([\p{L}][\p{L}-]*)(?:\s+(.*))?$/u

const NAMES: Record<string, Command['name']> = {
  close: 'close',
  cerrar: 'close',
  note: 'note',
  nota: 'note',
}

export function readCommands(reply: string): ReadCommands {
  const lines = reply.split('\n')
  const commands: Command[] = []
  const unknown: string[] = []
  const take = (line: string): boolean => {
    const found = COMMAND_LINE.exec(line.trim())
    if (!found) return false
    const name = NAMES[(found[1] ?? '').toLowerCase()]
    if (name && !found[2]) commands.push({ name })
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
