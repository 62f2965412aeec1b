import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Command } from 'commander'
import { register } from '../../src/cli/account.ts'
import type { Io } from '../../src/cli/io.ts'
import { type Desk, openCliDesk } from './process.ts'

let desk: Desk

beforeEach(() => {
  desk = openCliDesk({ registration: { terms: { version: '7', path: 'terms.txt' } } })
  writeFileSync(join(desk.folder, 'terms.txt'), 'Be kind.')
})
afterEach(() => desk.close())

/** A person at a terminal, who gives these answers in turn. */
async function atTerminal(
  words: string[],
  answers: string[],
): Promise<{ out: string; asked: string[] }> {
  const seen = { out: '', asked: [] as string[] }
  const io: Io = {
    out: (text) => {
      seen.out += text
    },
    err: () => undefined,
    env: {},
    isTTY: true,
    columns: 80,
    ask: async (question) => {
      seen.asked.push(question)
      return answers.shift() ?? ''
    },
  }
  const program = new Command().option('--config <file>', '', join(desk.folder, 'config.json'))
  register(program, io)
  await program.parseAsync(words, { from: 'user' })
  return seen
}

const accounts = () => desk.json<{ accountId: string; company: string }[]>(['account', 'list'])

test('of two who register the same company at the same instant one wins, the other is told', async () => {
  await accounts()
  const words = (company: string, email: string) => [
    ...['account', 'register', '--accept-terms', '7', '--phone', '+34 600 123 456'],
    ...['--company', company, '--name', 'Dora', '--email', email],
  ]
  const ended = await Promise.all([
    desk.run(words('Umbrella  Ltd', 'dora@umbrella.test')),
    desk.run(words('UMBRELLA LTD', 'eve@umbrella.test')),
  ])
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1])
  expect(ended.find(({ code }) => code === 1)?.err).toContain('has an account already')
  expect(await accounts()).toHaveLength(1)
  const mails = await desk.json<object[]>(['outbox', 'list'])
  expect(mails).toHaveLength(1)
})

test('a person is asked for what is missing, sees the terms, and accepts them', async () => {
  const words = ['account', 'register', '--email', 'dora@umbrella.test']
  const given = ['Umbrella', 'Dora', '+34 600 123 456']
  await expect(atTerminal(words, [...given, 'no'])).rejects.toThrow('Nothing was registered')
  expect(await accounts()).toEqual([])
  const { out, asked } = await atTerminal(words, [...given, 'yes'])
  expect(asked).toHaveLength(4)
  expect(out).toMatch(
    /^Be kind\.\n\nThese are the terms, version 7\.\nUmbrella is registered as A-/,
  )
})

test('nobody reads a one-time code in the outbox', async () => {
  const owner = '"Dora" <dora@umbrella.test>'
  const words = ['--kind', 'customer', '--model', 'cloud', '--company', 'Umbrella']
  await desk.run(['account', 'create', ...words, '--decision-maker', owner])
  const show = ['account', 'token', 'show', '--account', 'A-10001', '--as', 'dora@umbrella.test']
  expect(await desk.run(show)).toMatchObject({ code: 1, out: '' })
  const [mail] = await desk.json<{ id: number; template: string }[]>(['outbox', 'list'])
  expect(mail?.template).toBe('customer-one-time-code')
  const { out } = await desk.run(['outbox', 'show', String(mail?.id)])
  expect(out).toContain('not shown')
  expect(out).not.toMatch(/\b\d{8}\b/)
  const json = await desk.json<{ text: string | null }>(['outbox', 'show', String(mail?.id)])
  expect(json.text).toBeNull()
  const wrong = await desk.run([...show, '--code', 'x'])
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.err).toContain('The code is wrong')
})

test('terms that cannot be read are told before a mail is decided', async () => {
  rmSync(join(desk.folder, 'terms.txt'))
  const { code, err } = await desk.run(['poll'])
  expect(code).toBe(1)
  expect(err).toMatch(/The terms in .*terms\.txt cannot be read \(ENOENT\)\./)
  const { out } = await desk.run(['doctor', '--no-mail', '--json'])
  const { checks } = JSON.parse(out) as { checks: { check: string; status: string }[] }
  expect(checks).toContainEqual(expect.objectContaining({ check: 'terms', status: 'fail' }))
})
