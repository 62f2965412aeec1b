import type { Argument, Command, Option } from 'commander'

/** What may stand where the cursor is. */
export interface Candidate {
  value: string
  /** In a few words; empty where the value says it all. */
  says: string
}

/** Values that only the configuration or the store knows, by what takes them. */
export type Known = (taker: string) => Candidate[]

/**
 * What may stand in place of the last word, read from the program as it stands: verbs, options, and
 * the values of options and arguments that are known. `words` come after the program's name; the
 * last one is what is written so far. Nothing where anything may stand, such as the name of a file.
 */
export function candidatesFor(program: Command, words: string[], known: Known): Candidate[] {
  const place = placeOf(program, words.slice(0, -1))
  const written = words.at(-1) ?? ''
  const [, flag, begun] = /^(--[^=]+)=(.*)$/.exec(written) ?? []
  if (flag !== undefined) {
    const values = valuesOf(optionCalled(place.command, flag), known)
    return beginningWith(begun ?? '', values).map((it) => ({ ...it, value: `${flag}=${it.value}` }))
  }
  // A shell may take `--status=failed` for three words.
  const start = written === '=' ? '' : written
  if (place.option) return beginningWith(start, valuesOf(place.option, known))
  if (written.startsWith('-') && !place.isOver) return beginningWith(written, flagsAt(place))
  return beginningWith(written, [...verbsAt(place), ...argumentsAt(place, known)])
}

interface Place {
  command: Command
  /** Operands of the command so far. */
  operands: number
  /** The option whose value comes next. */
  option: Option | undefined
  /** Options that stand already. */
  used: Option[]
  /** After `--` nothing is an option. */
  isOver: boolean
}

function placeOf(program: Command, words: string[]): Place {
  const place: Place = {
    command: program,
    operands: 0,
    option: undefined,
    used: [],
    isOver: false,
  }
  for (const word of words) {
    if (word === '=' && place.option) continue
    if (place.option) place.option = undefined
    else if (word === '--') place.isOver = true
    else if (word.startsWith('-') && !place.isOver) takeOption(place, word)
    else takeOperand(place, word)
  }
  return place
}

function takeOption(place: Place, word: string): void {
  const [name = '', value] = word.split('=', 2)
  const option = optionCalled(place.command, name)
  if (!option) return
  place.used.push(option)
  if (value === undefined && (option.required || option.optional)) place.option = option
}

function takeOperand(place: Place, word: string): void {
  const verb = place.operands === 0 ? commandsOf(place.command).get(word) : undefined
  if (verb) place.command = verb
  else place.operands += 1
}

function commandsOf(command: Command): Map<string, Command> {
  return new Map(command.commands.map((one) => [one.name(), one]))
}

function optionsOf(command: Command): Option[] {
  const help = command.createHelp()
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

function optionCalled(command: Command, name: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => name === long || name === short)
}

function flagsAt({ command, used }: Place): Candidate[] {
  return optionsOf(command)
    .filter((option) => !used.includes(option) || option.variadic)
    .map((option) => ({ value: option.long ?? option.short ?? '', says: option.description }))
}

function verbsAt({ command, operands, isOver }: Place): Candidate[] {
  if (operands > 0 || isOver) return []
  const help = command.createHelp()
  return help
    .visibleCommands(command)
    .map((verb) => ({ value: verb.name(), says: verb.description() }))
}

function argumentsAt({ command, operands }: Place, known: Known): Candidate[] {
  const last = command.registeredArguments.at(-1)
  const argument = command.registeredArguments[operands] ?? (last?.variadic ? last : undefined)
  if (!argument) return []
  const noun = nounOf(command)
  const name = `<${argument.name()}>`
  const values = known(`${noun} ${name}`)
  return [...choicesOf(argument), ...(values.length > 0 ? values : known(name))]
}

function valuesOf(option: Option | undefined, known: Known): Candidate[] {
  return option ? [...choicesOf(option), ...known(option.long ?? '')] : []
}

/** Words that an option or argument takes, from commander's own list or from `oneOf`. */
function choicesOf({ argChoices, parseArg }: Argument | Option): Candidate[] {
  const words = argChoices ?? (parseArg as { words?: readonly string[] } | undefined)?.words ?? []
  return words.map((value) => ({ value, says: '' }))
}

/** The first command below the program. */
function nounOf(command: Command): string {
  let noun = command
  while (noun.parent?.parent) noun = noun.parent
  return noun.name()
}

function beginningWith(start: string, candidates: Candidate[]): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(start))
}
