import { expect, test } from '@jest/globals'
import { Command, Option } from 'commander'
import { oneOf } from '../../../src/cli/arguments.ts'
import { candidatesFor } from '../../../src/cli/completion/candidates.ts'

function program(): Command {
  const all = new Command('desk')
    .option('--config <file>')
    .configureHelp({ showGlobalOptions: true })
  const mail = all.command('mail').description('what came')
  mail
    .command('list')
    .description('print it')
    .option('--outcome <outcome>', '', oneOf(['held', 'opened', 'open']))
    .addOption(new Option('--level <level>').choices(['low', 'high']))
    .option('--box <name>')
    .option('--tag <tag...>')
    .addOption(new Option('--secret').hideHelp())
  mail
    .command('give')
    .argument('<whom>', '', oneOf(['partner', 'account']))
    .argument('<box...>')
  all.command('box').command('show').argument('<name>')
  all.command('hidden', { hidden: true })
  return all
}

const known = (taker: string) =>
  ['--box', 'box <name>', '<box>'].includes(taker) ? [{ value: 'in', says: 'coming' }] : []

const found = (...words: string[]) =>
  candidatesFor(program(), words, known).map(({ value }) => value)

test.each<[string, string[], string[]]>([
  ['the nouns', [''], ['mail', 'box', 'help']],
  ['a noun that is begun', ['ma'], ['mail']],
  ['the verbs', ['mail', ''], ['list', 'give', 'help']],
  ['after an option of all', ['--config', 'x.json', 'mail', 'l'], ['list']],
  [
    'the options',
    ['mail', 'list', '--'],
    ['--outcome', '--level', '--box', '--tag', '--help', '--config'],
  ],
  ['an option that stands already', ['mail', 'list', '--level', 'low', '--l'], []],
  ['an option that may stand twice', ['mail', 'list', '--tag', 'a', '--t'], ['--tag']],
  ['values of a judged option', ['mail', 'list', '--outcome', 'o'], ['opened', 'open']],
  ['choices', ['mail', 'list', '--level', ''], ['low', 'high']],
  ['one word with =', ['mail', 'list', '--level=h'], ['--level=high']],
  ['three words with =', ['mail', 'list', '--level', '=', 'h'], ['high']],
  ['two words with =', ['mail', 'list', '--level', '='], ['low', 'high']],
  ['what only the desk knows', ['mail', 'list', '--box', ''], ['in']],
  ['the first argument', ['mail', 'give', ''], ['partner', 'account']],
  ['the second argument, and any after it', ['mail', 'give', 'partner', 'in', 'i'], ['in']],
  ['an argument of one noun only', ['box', 'show', ''], ['in']],
  ['too many arguments', ['box', 'show', 'in', ''], []],
  ['where anything may stand', ['--config', ''], []],
  ['after the end of options', ['mail', 'list', '--', '--'], []],
  ['an unknown noun', ['nobody', ''], []],
  ['no word at all', [], ['mail', 'box', 'help']],
])('%s', (_, words, expected) => {
  expect(found(...words)).toEqual(expected)
})

test('each says what it is', () => {
  expect(candidatesFor(program(), ['mail', 'li'], known)).toEqual([
    { value: 'list', says: 'print it' },
  ])
})
