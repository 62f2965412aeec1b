import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { NOUNS } from '../../src/cli/nouns.ts'
import { type Desk, openCliDesk } from './process.ts'

jest.setTimeout(60_000)

let desk: Desk

beforeAll(() => {
  desk = openCliDesk()
})
afterAll(() => desk.close())

test('the version', async () => {
  const { code, out } = await desk.run(['--version'])
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('the help names every noun with what it is', async () => {
  const { code, out } = await desk.run(['--help'])
  expect(code).toBe(0)
  for (const [noun, { is }] of Object.entries(NOUNS)) {
    expect(out).toMatch(new RegExp(`^  ${noun} +${is.slice(0, 30)}`, 'm'))
  }
})

test.each(Object.keys(NOUNS))('%s --help', async (noun) => {
  const { code, out } = await desk.run([noun, '--help'])
  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^Usage: ticketd ${noun} `))
  expect((await desk.run(['help', noun])).out).toBe(out)
})

test.each([
  [[], 2, 'Usage: ticketd'],
  [['tickt', 'list'], 2, "unknown command 'tickt'\n(Did you mean ticket?)"],
  [['ticket', 'lst'], 2, "unknown command 'lst'\n(Did you mean list?)"],
  [['ticket'], 2, 'Usage: ticketd ticket'],
  [['ticket', 'list', '--jsn'], 2, "unknown option '--jsn'\n(Did you mean --json?)"],
  [['ticket', 'list', '--status', 'done'], 2, 'It must be one of open, waiting, closed.'],
  [['ticket', 'show'], 2, "missing required argument 'number'"],
  [['ticket', 'show', 'x'], 2, 'It must be a whole number above zero.'],
  [['ticket', 'reply', '1'], 2, "required option '--text <text>' not specified"],
  [['ticket', 'show', '7'], 1, 'ticketd: There is no ticket 7.\n`ticketd ticket list` shows'],
  [['account', 'show', 'A-1'], 1, 'ticketd: There is no account A-1.'],
  [['mail', 'show', '7'], 1, 'ticketd: There is no mail 7 in the ledger.'],
  [['outbox', 'show', '7'], 1, 'ticketd: There is no mail 7 in the outbox.'],
  [['contact', 'show', 'a@b.test'], 1, 'ticketd: There is no contact a@b.test.'],
  [['explain', '8', '--changed'], 2, '--changed looks at all past mails: name none'],
  [['explain', '8', '--since', '7d'], 2, '--since is for --changed'],
  [['explain', '8', '--mailbox', 'support'], 2, '--mailbox is for a file'],
  [
    ['ticket', 'show', '7', '--config=config.json'],
    1,
    '`ticketd --config config.json ticket list`',
  ],
  [['explain', 'nothing.eml'], 1, 'ticketd: There is no file nothing.eml'],
  [['parse', 'nothing.eml'], 1, 'ticketd: nothing.eml cannot be read (ENOENT).'],
  [
    ['mail', 'import', 'old', '--mailbox', 'support', '--before', '2026-02-30'],
    2,
    'ticketd: --before cannot be "2026-02-30".',
  ],
  [['mailbox', 'test', 'sales'], 1, 'ticketd: The configuration names no mailbox sales.'],
  [['--config', 'none.json', 'ticket', 'list'], 1, 'ticketd: There is no configuration file'],
  [['ticket', 'list', '--config', 'none.json'], 1, 'ticketd: There is no configuration file'],
])('%j ends with %d and one sentence', async (words, code, says) => {
  const ended = await desk.run(words)
  expect(ended.err).toContain(says)
  expect(ended.code).toBe(code)
  expect(ended.out).toBe('')
  expect(ended.err).not.toMatch(/^ +at /m)
})

test('durations are told as they are written', async () => {
  expect((await desk.run(['doctor', '--help'])).out).toContain('60s by default')
})

test('the help tells which options must be given', async () => {
  const { out } = await desk.run(['deployment', 'add', '--help'])
  expect(out).toMatch(/--account <id> +Account ID \(required\)/)
  expect(out).toMatch(/--serial <number> +of the device$/m)
})

test('a stack trace is printed with --debug only', async () => {
  const { err } = await desk.run(['ticket', 'show', '7', '--debug'])
  expect(err).toMatch(/^ +at .*ticket\/show/m)
})

test('a faulty configuration is told fault by fault', async () => {
  writeFileSync(join(desk.folder, 'bad.json'), JSON.stringify({ desk: { nmae: 'x' } }))
  const { code, err } = await desk.run(['status', '--config', 'bad.json'])
  expect(code).toBe(1)
  expect(err).toMatch(/^bad\.json has \d+ faults:\n {2}departments: /)
  expect(err).toContain('desk.nmae: unknown key; did you mean "name"?')
})

test.each(['run', 'poll'])(
  '%s does not begin with a template that cannot be filled',
  async (verb) => {
    const own = join(desk.folder, 'own', 'en')
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'customer-opened.hbs'), 'Preview: x\n\n{{nobody}}')
    const config = JSON.parse(readFileSync(join(desk.folder, 'config.json'), 'utf8'))
    writeFileSync(join(desk.folder, 'own.json'), JSON.stringify({ ...config, templates: 'own' }))
    const { code, err } = await desk.run(['--config', 'own.json', verb])
    expect(err).toContain('own/en/customer-opened.hbs:3: there is no variable {{nobody}} here')
    expect(code).toBe(1)
  },
)

test('an output that takes nothing is a sentence', async () => {
  const main = join(import.meta.dirname, '../../dist/src/cli/main.js')
  const words = `exec '${process.execPath}' '${main}' config schema > /dev/full`
  const child = spawn('sh', ['-c', words], { cwd: desk.folder })
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(err).toBe(
    'ticketd: The output cannot be written: ENOSPC: no space left on device, write.\n',
  )
  expect(code).toBe(1)
})

test('who reads the output may stop reading', async () => {
  const mail = 'From: a@b.test\r\nSubject: Long\r\n\r\nText\r\n'
  const many = join(desk.folder, 'many')
  mkdirSync(many)
  for (let i = 0; i < 300; i++) writeFileSync(join(many, `${i}.eml`), mail)
  const main = join(import.meta.dirname, '../../dist/src/cli/main.js')
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${main}" parse many | head -1`], {
    cwd: desk.folder,
  })
  let err = ''
  shell.stderr.on('data', (chunk) => {
    err += chunk
  })
  await new Promise((resolve) => shell.on('close', resolve))
  expect(err).toBe('')
})

describe('parse', () => {
  test('prints a line of JSON for each mail, of files and folders, without a configuration', async () => {
    const mails = join(desk.folder, 'mails')
    mkdirSync(mails)
    writeFileSync(
      join(mails, 'a.eml'),
      'From: Ana <A@b.test>\nSubject: =?utf-8?q?Caf=C3=A9?=\n\nHi\n',
    )
    writeFileSync(join(mails, 'b.eml'), '\0\0\0')
    const { code, out } = await desk.run(['parse', 'mails', 'mails/a.eml', '--json'])
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.map((line) => line.file)).toEqual(['mails/a.eml', 'mails/b.eml', 'mails/a.eml'])
    expect(lines[0]).toMatchObject({
      subject: 'Café',
      from: { name: 'Ana', address: 'a@b.test' },
      text: 'Hi',
      reply: 'Hi',
      folds: [],
      attachments: [],
      automatic: null,
      bounce: null,
      forwarded: null,
    })
  })

  test('reads a mail from stdin', async () => {
    const { code, out } = await desk.run(['parse', '-'], 'Subject: Piped\n\nHi\n')
    expect(code).toBe(0)
    expect(out).toContain('subject     Piped\n')
  })
})
