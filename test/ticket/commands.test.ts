import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { foldText, withoutFolds } from '../../src/message/reply-text.ts'
import {
  type Command,
  commandsIn,
  formOf,
  HELD_COMMANDS,
  readCommands,
  written,
} from '../../src/ticket/commands.ts'

test.each<[string, string[], string[], string]>([
  ['#close', ['close'], [], ''],
  ['  #CLOSE  ', ['close'], [], ''],
  ['#cerrar', ['close'], [], ''],
  ['Done.\n\n#close\n', ['close'], [], 'Done.'],
  ['#note\nInternal.\n#close', ['note', 'close'], [], 'Internal.'],
  ['\n\n#nota\n\nInterno.', ['note'], [], 'Interno.'],
  ['#clsoe\nDone.', [], ['#clsoe'], 'Done.'],
  ['#close now', [], ['#close now'], ''],
  ['Done.\n\n#close.', ['close'], [], 'Done.'],
  ['#Note:\nShe is angry.', ['note'], [], 'She is angry.'],
  ['#note: She is angry.', [], ['#note: She is angry.'], ''],
  ['#internal: She is angry.', [], ['#internal: She is angry.'], ''],
  ['#add bo@globex.test', ['add'], [], ''],
  ['#añadir Bo <Bo@globex.test>', ['add'], [], ''],
  ['#add bo@globex.test<mailto:bo@globex.test>', ['add'], [], ''],
  ['#add bo', [], ['#add bo'], ''],
  ['#add', [], ['#add'], ''],
  ['#release 17', [], ['#release 17'], ''],
  // A plan goes on to the next blank line or command.
  ['#plan A new switch\non Friday.\n\nHello Ana,', ['plan'], [], 'Hello Ana,'],
  ['#plan A new switch\non Friday.\n#close\nBye.', ['plan', 'close'], [], 'Bye.'],
  ['Hello Ana,\n\n#plan A new switch\non Friday.\n#note', ['plan', 'note'], [], 'Hello Ana,'],
  [
    'Hello\n#plan A new switch\non Friday.\n\nAnd more.',
    [],
    [],
    'Hello\n#plan A new switch\non Friday.\n\nAnd more.',
  ],
  ['Use\n#plan\nto set one.', [], [], 'Use\n#plan\nto set one.'],
  ['#note\nInternal.\nMore.', ['note'], [], 'Internal.\nMore.'],
  // What only looks like a command.
  ['# Heading\nText', [], [], '# Heading\nText'],
  ['#100042 is the same', [], [], '#100042 is the same'],
  ['Use\n#close\nin a reply to close it.', [], [], 'Use\n#close\nin a reply to close it.'],
  ['We tried #close yesterday', [], [], 'We tried #close yesterday'],
  ['', [], [], ''],
])('%j', (reply, names, unknown, text) => {
  const read = readCommands(reply)
  expect(read.commands.map((c) => c.name)).toEqual(names)
  expect(read.unknown).toEqual(unknown)
  expect(read.text).toBe(text)
})

test.each([
  ['#add Bo Lin <Bo@Globex.test>', 'bo@globex.test'],
  ['#add bo@globex.test<mailto:bo@globex.test>', 'bo@globex.test'],
])('%s', (line, address) => {
  expect(readCommands(line).commands).toEqual([{ name: 'add', address }])
})

test.each<[string, object | null]>([
  ['#priority P1', { name: 'priority', priority: 'P1' }],
  ['#prioridad 2', { name: 'priority', priority: 'P2' }],
  ['#priority P4', null],
  ['#plan A new switch', { name: 'plan', text: 'A new switch' }],
  ['#plan A new switch\n  on Friday.', { name: 'plan', text: 'A new switch\non Friday.' }],
  ['#plan: A new switch', { name: 'plan', text: 'A new switch' }],
  ['#plan', null],
  ['#assign kim@acme.test', { name: 'assign', address: 'kim@acme.test' }],
  ['#merge #100042', { name: 'merge', into: 100042 }],
  ['#merge it', null],
  ['#departamento Facturación', { name: 'department', department: 'Facturación' }],
  ['#minutes 25', { name: 'minutes', minutes: 25 }],
  ['#minutos 12,5', { name: 'minutes', minutes: 12.5 }],
  ['#minutes soon', null],
  ['#refund', { name: 'refund', minutes: null }],
  ['#refund 10', { name: 'refund', minutes: 10 }],
  ['#refund all', null],
  ['#charge socio', { name: 'charge', whom: 'partner' }],
  ['#charge me', null],
  ['#field Version: 7.1', { name: 'field', line: 'Version: 7.1' }],
  ['#field Version', null],
  ['#escalate', { name: 'escalate' }],
  ['#ayuda', { name: 'help' }],
  ['#reabrir', { name: 'reopen' }],
])('of a ticket: %s', (line, command) => {
  const { commands, unknown } = readCommands(line)
  expect(commands).toEqual(command ? [command] : [])
  expect(unknown).toEqual(command ? [] : [line])
  if (!command) expect(formOf(line)).toMatch(/^#/)
  if (command) expect(readCommands(written(commands[0] as Command)).commands).toEqual([command])
})

test.each<[string, object[], string[]]>([
  ['#release', [{ name: 'release', mails: [] }], []],
  ['#release 17, #18 19', [{ name: 'release', mails: [17, 18, 19] }], []],
  [
    '#release 17\n#discard 18',
    [
      { name: 'release', mails: [17] },
      { name: 'discard', mails: [18] },
    ],
    [],
  ],
  ['#release all', [], ['#release all']],
  ['#close', [], ['#close']],
])('about mails that wait: %j', (reply, commands, unknown) => {
  expect(readCommands(reply, HELD_COMMANDS)).toEqual({ commands, unknown, misplaced: [], text: '' })
})

test.each<[string, string[], string]>([
  // A phone, a mail program or a lawyer adds something below.
  ['Done.\n#close\n\nSent from my iPhone', ['close'], 'Done.\n\nSent from my iPhone'],
  ['Done.\n\n#close\n\n-- \nBo', ['close'], 'Done.\n\n-- \nBo'],
  ['Hecho.\n\n#cerrar\n\nUn saludo,\nBo', ['close'], 'Hecho.\n\nUn saludo,\nBo'],
  ['Done.\n\n#close\n#minutes 5\n\nBo Lin | Acme', ['close', 'minutes'], 'Done.\n\nBo Lin | Acme'],
  ['Done.\n\n#close\n\nBo', ['close'], 'Done.\n\nBo'],
  // Nothing is said by it alone.
  ['#minutes 5\n\nBest regards,\nBo Lin', ['minutes'], ''],
  ['#minutes 5\n\nSent from my iPhone', ['minutes'], ''],
  ['Best regards,\nBo Lin', [], 'Best regards,\nBo Lin'],
  [
    '#minutes 5\n\nRegards, Bo\nPS: the invoice follows',
    ['minutes'],
    'Regards, Bo\nPS: the invoice follows',
  ],
  ['#minutes 5\n\nBo will call you.', ['minutes'], 'Bo will call you.'],
])('above a signature: %j', (reply, names, text) => {
  const read = readCommands(reply, undefined, 'Bo Lin')
  expect(read.commands.map((c) => c.name)).toEqual(names)
  expect(read).toMatchObject({ unknown: [], misplaced: [], text })
})

const BYE = 'Best regards,\nBo Lin'

test.each<[string, string[], string[], string]>([
  // A hashtag of the writer's own signature.
  [`Done.\n\n${BYE}\n#TeamAcme`, [], [], `Done.\n\n${BYE}\n#TeamAcme`],
  ['Done.\n\n-- \nBo\n\n#TeamAcme', [], [], 'Done.\n\n-- \nBo\n\n#TeamAcme'],
  ['Done.\n\nBo Lin\n#Acme #Cloud', [], [], 'Done.\n\nBo Lin\n#Acme #Cloud'],
  ['Hecho.\n\nUn saludo,\nBo\n#EquipoAcme\n', [], [], 'Hecho.\n\nUn saludo,\nBo\n#EquipoAcme'],
  [`Done.\n#close\n\n${BYE}\n#TeamAcme`, ['close'], [], `Done.\n\n${BYE}\n#TeamAcme`],
  [
    `Done.\n#close\n\n${BYE}\n#TeamAcme\nwww.acme.test`,
    ['close'],
    [],
    `Done.\n\n${BYE}\n#TeamAcme\nwww.acme.test`,
  ],
  [`#note\nShe is angry.\n${BYE}\n#TeamAcme`, ['note'], [], `She is angry.\n${BYE}\n#TeamAcme`],
  [`#minutes 5\n\n${BYE}\n#TeamAcme`, ['minutes'], [], ''],
  // A command below a signature is one, also between hashtags.
  [`Done.\n${BYE}\n#TeamAcme\n#close`, ['close'], [], `Done.\n${BYE}\n#TeamAcme`],
  [`Done.\n${BYE}\n\n#close\n#TeamAcme`, ['close'], [], `Done.\n${BYE}\n\n#TeamAcme`],
  // What somebody mistyped is answered there as anywhere.
  [`Done.\n${BYE}\n#clsoe`, [], ['#clsoe'], `Done.\n${BYE}`],
  [`Done.\n${BYE}\n#colse\n#TeamAcme`, [], ['#colse'], `Done.\n${BYE}\n#TeamAcme`],
  [`Done.\n${BYE}\n#prioritie`, [], ['#prioritie'], `Done.\n${BYE}`],
  [`Done.\n${BYE}\n#merge it`, [], ['#merge it'], `Done.\n${BYE}`],
  [`Done.\n${BYE}\n#status solved`, [], ['#status solved'], `Done.\n${BYE}`],
  [`She is angry.\n${BYE}\n#internal`, [], ['#internal'], `She is angry.\n${BYE}`],
  // Above a signature, below a postscript, and without one, a hashtag is a command that is none.
  [`#TeamAcme\n${BYE}`, [], ['#TeamAcme'], BYE],
  ['Done.\n#TeamAcme', [], ['#TeamAcme'], 'Done.'],
  [`Done.\n${BYE}\nPS: call her\n#TeamAcme`, [], ['#TeamAcme'], `Done.\n${BYE}\nPS: call her`],
  ['This is confidential.\n#TeamAcme', [], ['#TeamAcme'], 'This is confidential.'],
])('a hashtag, or what may be one: %j', (reply, names, unknown, text) => {
  const read = readCommands(reply, undefined, 'Bo Lin')
  expect(read.commands.map((c) => c.name)).toEqual(names)
  expect(read).toMatchObject({ unknown, misplaced: [], text })
})

test.each<[string, string]>([
  // What programs and phones put around a line, or into it, and nobody sees.
  ['\u200b#note', 'note'],
  ['#note\u200b', 'note'],
  ['\u00a0#note\u00a0', 'note'],
  ['\u200e#no\u00adte\u2060', 'note'],
  ['#\ufe0fnote', 'note'],
  ['\ufffc#note', 'note'],
  // Keyboards of other languages.
  ['\uff03note', 'note'],
  ['#nota：', 'note'],
  ['#note。', 'note'],
  // In bold, in quotes as our own mails may show it, in a list, in a table.
  ['*#note*', 'note'],
  ['**#close**', 'close'],
  ['_#nota_', 'note'],
  ['`#note`', 'note'],
  ['“#note”', 'note'],
  ['• #note', 'note'],
  ['* #note', 'note'],
  ['1. #note', 'note'],
  ['| #note |', 'note'],
  ['#note…', 'note'],
  ['*#priority P1*', 'priority'],
])('a command, however it is dressed: %j', (line, name) => {
  const { commands, unknown, text } = readCommands(`${line}\nShe is angry.`)
  expect(commands.map((c) => c.name)).toEqual([name])
  expect({ unknown, text }).toEqual({ unknown: [], text: 'She is angry.' })
})

test.each([
  ['#note:she is angry'],
  ['#note–she is angry'],
  ['#note/she is angry'],
  ['# note'],
  ['## Note: she is angry'],
])('nearly a note, and the customer gets nothing: %j', (line) => {
  expect(readCommands(`${line}\nMore.`)).toMatchObject({ commands: [], unknown: [line] })
  expect(formOf(line)).toBe('#note')
})

test.each([['- #general is a channel'], ['* #1234 is the same'], ['# Plan'], ['(#TeamAcme)']])(
  'text all the same: %j',
  (line) => {
    expect(readCommands(`${line}\nMore.`)).toMatchObject({ commands: [], unknown: [] })
  },
)

test('a line of a million signs is read at once', () => {
  const line = `*#note ${'*'.repeat(1_000_000)}x`
  expect(readCommands(line).unknown).toEqual([line])
})

const HEAD = 'From: Ana <ana@globex.test>\nSent: Monday\nTo: Bo\nSubject: Phones'

test.each([
  [`Thanks.\n\n${HEAD}\n\n# Note\nNothing rings. You have:\n- #note keeps a reply internal.`],
  ['Thanks.\n\nOn 2 Nov 2026, Kim wrote:\n> #note\n> She is angry.'],
])('what somebody else wrote: %j', (text) => {
  const folds = foldText(text)
  const reply = withoutFolds(text, folds)
  expect(commandsIn({ text, folds, reply, from: null }).misplaced).toEqual([])
})

test.each([
  ['-- \nBo Lin\n\n#note\nShe is angry.'],
  ['Thanks.\n\nThis e-mail is confidential.\n\n#note\nShe is angry.'],
  [`Thanks.\n\n${HEAD}\n\nNothing rings.\n\n#note\nShe is angry.`],
])('a note below what a program put there: %j', (text) => {
  const folds = foldText(text)
  const reply = withoutFolds(text, folds)
  const read = commandsIn({ text, folds, reply, from: null })
  expect(read).toMatchObject({ commands: [], misplaced: ['#note'] })
})

test.each<[string, string[]]>([
  ['Hello Kim,\n\n#note\n\nshe is angry.', ['#note']],
  // A note is meant wherever it stands, below a greeting, a warning or in a signature.
  ['Hello Kim,\n\n#note\nshe is angry.', ['#note']],
  ['Hello Kim,\n#nota: she is angry.\nCall her.', ['#nota: she is angry.']],
  ['[EXTERNAL] Do not click.\n\n#internal\nShe is angry.', ['#internal']],
  ['She is angry.\n\nBest regards,\nBo Lin\n#note\nAcme', ['#note']],
  ['She is angry.\n#note\n\nKim, please call her.', ['#note']],
  ['Use\n#close\nin a reply to close it.', []],
  ['You may use\n\n- #note keeps your reply internal.\n- #help\n\nin it.', []],
  ['You may use\n\n- #note\n- #help tells more.\n\nin it.', ['- #note']],
  ['We tried\n\n#1 and\n\n# 2\n\nand more.', []],
])('in the middle, where none is taken: %j', (reply, misplaced) => {
  expect(readCommands(reply)).toEqual({ commands: [], unknown: [], misplaced, text: reply })
})

test('no line is lost: what is not a command is text or blank', () => {
  const lines = ['#close', '#note', '#x', '#TeamAcme', 'Best regards', '-- ', '', '  ']
  const line = fc.oneof(fc.string(), fc.constantFrom(...lines))
  fc.assert(
    fc.property(fc.array(line.map((l) => l.replace(/\n/g, ''))), (lines) => {
      const { commands, unknown, text } = readCommands(lines.join('\n'))
      const written = lines.filter((l) => l.trim() !== '').length
      const kept = text.split('\n').filter((l) => l.trim() !== '').length
      // A signature that only commands stand above is no text.
      if (text === '' && commands.length > 0) return
      expect(kept + commands.length + unknown.length).toBe(written)
    }),
  )
})
