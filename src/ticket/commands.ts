import type { Fold, Mail } from '../message/mail.ts'
import { isSignOff } from '../message/sign-off.ts'
import { type CommandLine, commandLineOf } from './command-line.ts'
import { addressIn, minutesIn, NOTE_ELSEWHERE, PAYERS } from './command-words.ts'
import { hashtagsIn } from './hashtags.ts'
import type { Priority } from './ticket.ts'

/**
 * Commands of people who work on a ticket, in the first or the last lines of a reply, above what
 * mail programs end every mail with: one a line, but a plan goes on to the next blank line or
 * command. They are taken out of the text that the customer sees.
 */
export type Command =
  | { name: 'close' | 'reopen' | 'note' | 'escalate' | 'help' }
  | { name: 'add' | 'assign'; address: string }
  | { name: 'priority'; priority: Priority }
  | { name: 'plan'; text: string }
  | { name: 'merge'; into: number }
  | { name: 'department'; department: string }
  /** Of work; parts of minutes count whole. */
  | { name: 'minutes'; minutes: number }
  /** Null: all that the ticket took. */
  | { name: 'refund'; minutes: number | null }
  | { name: 'charge'; whom: 'account' | 'partner' }
  /** `Version: 7`, as in the first mail of a case. */
  | { name: 'field'; line: string }
  /** About mails that wait: these numbers, or none for the one that the answered mail is about. */
  | { name: 'release' | 'discard'; mails: number[] }

export type CommandName = Command['name']

/** Every command: how it is called besides, in other languages, and its right form. */
const TABLE: Record<CommandName, { also: readonly string[]; form: string }> = {
  close: { also: ['cerrar'], form: '#close' },
  reopen: { also: ['reabrir'], form: '#reopen' },
  note: { also: ['nota'], form: '#note' },
  add: { also: ['añadir'], form: '#add name@example.com' },
  priority: { also: ['prioridad'], form: '#priority P2' },
  plan: { also: [], form: '#plan TEXT' },
  assign: { also: ['asignar'], form: '#assign name@example.com' },
  escalate: { also: ['escalar'], form: '#escalate' },
  merge: { also: ['unir', 'fusionar'], form: '#merge 100042' },
  department: { also: ['departamento'], form: '#department NAME' },
  minutes: { also: ['minutos'], form: '#minutes 25' },
  refund: { also: ['devolver'], form: '#refund 10' },
  charge: { also: ['cargar'], form: '#charge partner' },
  field: { also: ['campo'], form: '#field NAME: VALUE' },
  help: { also: ['ayuda'], form: '#help' },
  release: { also: ['liberar'], form: '#release 17' },
  discard: { also: ['descartar'], form: '#discard 17' },
}

const NAMES = new Map(
  (Object.keys(TABLE) as CommandName[]).flatMap((name) =>
    [name, ...TABLE[name].also].map((word) => [word, name] as const),
  ),
)

/** What may be done to mails that wait for a person, and to a ticket. */
export const HELD_COMMANDS: readonly CommandName[] = ['release', 'discard']
export const TICKET_COMMANDS: readonly CommandName[] = (Object.keys(TABLE) as CommandName[]).filter(
  (name) => !HELD_COMMANDS.includes(name),
)

export interface ReadCommands {
  commands: Command[]
  /**
   * Lines that look like commands and are none: nothing of the mail goes to the customer then. A
   * hashtag of the writer's signature is text.
   */
  unknown: string[]
  /**
   * Commands where none is taken: those that end a paragraph in the middle of the text, and, wherever
   * it stands, whatever may have been meant to make the mail a note.
   */
  misplaced: string[]
  /** The reply without its command lines; empty where nothing but a farewell is left of it. */
  text: string
}

/** The parts of a mail that its writer may have written on in, below what a program put there. */
const WRITTEN_ON: readonly Fold['kind'][] = ['signature', 'device', 'footer']

/** The commands of a mail, among those with these names. */
export function commandsIn(
  { reply, from, text, folds }: Pick<Mail, 'reply' | 'from' | 'text' | 'folds'>,
  names?: readonly CommandName[],
): ReadCommands {
  const read = readCommands(reply, names, from?.name)
  const folded = folds.flatMap(({ kind, start, end }) => {
    const lines = text.slice(start, end).split('\n')
    if (WRITTEN_ON.includes(kind)) return lines.filter(meansNote)
    // Below a quote without signs the answer may go on.
    return lines.filter((line) => meansNote(line) && lineOf(line)?.argument === '')
  })
  return { ...read, misplaced: [...read.misplaced, ...folded] }
}

/**
 * Reads the commands with these names; any other line that begins like one is unknown. The
 * writer's name tells their signature from what they say.
 */
export function readCommands(
  reply: string,
  names: readonly CommandName[] = TICKET_COMMANDS,
  writer = '',
): ReadCommands {
  const lines = linesOf(reply)
  const isHashtag = hashtagsIn(lines, writer, [...NAMES.keys()])
  const { given, said } = partsOf(lines, writer, isHashtag)
  const commands: Command[] = []
  const unknown: string[] = []
  for (const line of given) {
    const command = commandIn(line, names)
    if (command) commands.push(command)
    else if (line.trim() !== '') unknown.push(line.trim())
  }
  const isMeant = (line: string, i: number) =>
    !said[i + 1]?.trim() && commandIn(line, names) !== null && !lineOf(line)?.dressed
  const misplaced = said.filter((line, i) => meansNote(line) || isMeant(line, i))
  const text = commands.length > 0 && isSignOff(said, writer) ? '' : said.join('\n')
  return { commands, unknown, misplaced, text }
}

/** The lines that stand where commands are taken, and the text, with the hashtags below it. */
function partsOf(
  lines: readonly string[],
  writer: string,
  isHashtag: (line: string) => boolean,
): { given: string[]; said: string[] } {
  let start = 0
  let end = lines.length
  while (start < end && !isText(lines[start])) start++
  while (end > start && !isText(lines[end - 1])) end--
  const said = lines.slice(start, end)
  const signed = aboveSignOff(said, writer, isHashtag)
  const above = said.splice(signed.start, signed.end - signed.start)
  const below = lines.slice(end)
  const signature = below.slice(0, below.findLastIndex(isHashtag) + 1)
  said.push(...signature.filter((line) => line.trim() === '' || isHashtag(line)))
  const others = below.filter((line) => !isHashtag(line))
  return { given: [...lines.slice(0, start), ...above, ...others], said }
}

/** The command of a line, among those with these names; null: there is none in its right form. */
function commandIn(line: string, names: readonly CommandName[]): Command | null {
  const { word = '', argument = '' } = lineOf(line) ?? {}
  const name = nameOf(word)
  return name && names.includes(name) ? commandOf(name, argument) : null
}

function isText(line = ''): boolean {
  return line.trim() !== '' && lineOf(line) === null
}

/** Whether a line, taken for text, would show the customer what was to be a note. */
function meansNote(line: string): boolean {
  const { word = '', argument = '', dressed = false } = lineOf(line) ?? {}
  if (argument !== '' && dressed) return false
  return nameOf(word) === 'note' || (argument === '' && NOTE_ELSEWHERE.includes(keyOf(word)))
}

/** Where the command lines stand that only a sign-off follows; an empty range: nowhere. */
function aboveSignOff(
  lines: readonly string[],
  writer: string,
  isHashtag: (line: string) => boolean,
): { start: number; end: number } {
  const end = lines.findLastIndex((line) => lineOf(line) !== null && !isHashtag(line)) + 1
  if (end === 0 || !isSignOff(lines.slice(end), writer)) return { start: 0, end: 0 }
  let start = end
  while (start > 0 && !isText(lines[start - 1])) start--
  return { start, end }
}

/** Each line of a reply; the lines of a plan are one, however a mail program has wrapped them. */
function linesOf(reply: string): string[] {
  const lines: string[] = []
  let withinPlan = false
  for (const line of reply.split('\n')) {
    const command = lineOf(line)
    if (withinPlan && !command && line.trim() !== '') {
      lines.push(`${lines.pop()}\n${line}`)
      continue
    }
    lines.push(line)
    withinPlan = command !== null && nameOf(command.word) === 'plan' && command.argument !== ''
  }
  return lines
}

/**
 * The right form of a command whose line has its name and not its form; null:
 * there is no such command.
 */
export function formOf(line: string): string | null {
  const name = nameOf(lineOf(line)?.word ?? '')
  return name ? TABLE[name].form : null
}

/** A command as one writes it. */
export function written(command: Command): string {
  const [, argument] = Object.values(command) as [string, unknown?]
  const words = Array.isArray(argument) ? argument.join(' ') : String(argument ?? '')
  return `#${command.name} ${words}`.trim()
}

function lineOf(line: string): CommandLine | null {
  return commandLineOf(
    line,
    (word) => nameOf(word) !== undefined,
    (word) => nameOf(word) === 'note',
  )
}

function nameOf(word: string): CommandName | undefined {
  return NAMES.get(keyOf(word))
}

function keyOf(word: string): string {
  return word.normalize('NFC').toLowerCase()
}

/** A command with its arguments; null when they are not what it takes. */
function commandOf(name: CommandName, argument: string): Command | null {
  switch (name) {
    case 'close':
    case 'reopen':
    case 'note':
    case 'escalate':
    case 'help':
      return argument === '' ? { name } : null
    case 'add':
    case 'assign': {
      const address = addressIn(argument)
      return address === null ? null : { name, address }
    }
    case 'priority': {
      const level = /^p?([123])$/i.exec(argument)?.[1]
      return level ? { name, priority: `P${level}` as Priority } : null
    }
    case 'plan':
      return argument === '' ? null : { name, text: argument.replace(/[ \t]*\n[ \t]*/g, '\n') }
    case 'merge': {
      const number = /^#?(\d{1,15})$/.exec(argument)?.[1]
      return number ? { name, into: Number(number) } : null
    }
    case 'department':
      return argument === '' ? null : { name, department: argument }
    case 'minutes': {
      const minutes = minutesIn(argument)
      return minutes === null ? null : { name, minutes }
    }
    case 'refund': {
      const minutes = minutesIn(argument)
      return argument !== '' && minutes === null ? null : { name, minutes }
    }
    case 'charge': {
      const whom = PAYERS.get(argument.toLowerCase())
      return whom ? { name, whom } : null
    }
    case 'field':
      return /^[^:：]+[:：]\s*\S/.test(argument) ? { name, line: argument } : null
    case 'release':
    case 'discard': {
      const mails = argument.split(/[\s,]+/).filter(Boolean)
      return mails.every((mail) => /^#?\d{1,15}$/.test(mail))
        ? { name, mails: mails.map((mail) => Number(mail.replace('#', ''))) }
        : null
    }
  }
}
