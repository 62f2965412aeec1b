import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readCommands } from '../../src/ticket/commands.ts'

test.each<[string, string[], string[], string]>([
  ['#close', ['close'], [], ''],
  ['  #CLOSE  ', ['close'], [], ''],
  ['#cerrar', ['close'], [], ''],
  ['Done.\n\n#close\n', ['close'], [], 'Done.'],
  ['#note\nInternal.\n#close', ['note', 'close'], [], 'Internal.'],
  ['\n\n#nota\n\nInterno.', ['note'], [], 'Interno.'],
  ['#clsoe\nDone.', [], ['#clsoe'], 'Done.'],
  ['#close now', [], ['#close now'], ''],
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

test('no line is lost: what is not a command is text or blank', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('#close', '#note', '#x', '', '  '))
  fc.assert(
    fc.property(fc.array(line.map((l) => l.replace(/\n/g, ''))), (lines) => {
      const { commands, unknown, text } = readCommands(lines.join('\n'))
      const written = lines.filter((l) => l.trim() !== '').length
      const kept = text.split('\n').filter((l) => l.trim() !== '').length
      expect(kept + commands.length + unknown.length).toBe(written)
    }),
  )
})
