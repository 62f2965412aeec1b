import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Command } from 'commander'
import type { Ask } from '../../src/cli/io.ts'
import { register } from '../../src/cli/outbox.ts'
import { openStore } from '../../src/store/database.ts'
import { type Desk, openCliDesk } from './process.ts'

let desk: Desk

/** Four mails wait: a welcome, and what the support contact is told, of two companies. */
beforeAll(async () => {
  desk = openCliDesk()
  for (const name of ['ana', 'bo']) {
    await desk.run([
      ...['account', 'create', '--kind', 'customer', '--model', 'cloud', '--company', name],
      ...[
        '--decision-maker',
        `${name} <${name}@${name}.test>`,
        '--support-contact',
        'help@partner.test',
      ],
    ])
  }
})
afterAll(() => desk.close())

beforeEach(async () => {
  const store = await openStore(join(desk.folder, 'data/ticketd.db'))
  const fresh = { status: 'queued', nextAt: '2026-11-02T09:00:00.000Z', finishedAt: null }
  await store.transact((writer) => writer.updateTable('outbox').set(fresh).execute())
  await store.close()
})

/** Runs `outbox …` here, with somebody at the terminal who answers so. */
async function outbox(words: string[], ask?: Ask): Promise<string> {
  let printed = ''
  const out = (text: string) => {
    printed += text
  }
  const io = { out, err: out, env: {}, isTTY: false, columns: 200, ...(ask && { ask }) }
  const file = join(desk.folder, 'config.json')
  const program = new Command().option('--config <file>', '', file)
  register(program, io)
  for (const one of program.commands[0]?.commands ?? []) {
    one.exitOverride().configureOutput({ writeErr: () => {} })
  }
  await program.parseAsync(['outbox', ...words], { from: 'user' })
  return printed
}

const statuses = async () =>
  (JSON.parse(await outbox(['list', '--json'])) as { status: string; cancelled?: true }[]).map(
    (mail) => (mail.cancelled ? 'cancelled' : mail.status),
  )

test('several numbers: one that cannot be cancelled is named, the others are', async () => {
  await outbox(['cancel', '2'])
  await expect(outbox(['cancel', '1', '2', '99', '3'])).rejects.toThrow(
    /^Mail 2 of the outbox does not wait: it is cancelled\.\n.*99/,
  )
  expect(await statuses()).toEqual(['queued', 'cancelled', 'cancelled', 'cancelled'])
})

test('a cancelled mail is called so, is none of the suppressed, and may be sent after all', async () => {
  await outbox(['cancel', '1'])
  expect(await outbox(['list', '--status', 'cancelled'])).toMatch(/^1 +cancelled .*by operator\./m)
  expect(JSON.parse(await outbox(['list', '--status', 'suppressed', '--json']))).toEqual([])
  expect(await outbox(['show', '1'])).toMatch(/^Mail 1 of the outbox: cancelled.*outbox retry 1 /s)
  expect(await outbox(['retry', '1', '2'])).toMatch(
    /^Mail 1 of the outbox was cancelled; after all it is sent .*\nMail 2 of the outbox is sent /,
  )
})

test('a mail that came to its end says when', async () => {
  await outbox(['cancel', '1'])
  expect(await outbox(['show', '1'])).toMatch(/^ended +20.* \(/m)
  expect(await outbox(['show', '2'])).not.toMatch(/^(ended|sent)/m)
})

test('all that wait, after a question that names how many', async () => {
  const asked: string[] = []
  const say = (answer: string) => async (question: string) => {
    asked.push(question)
    return answer
  }
  await expect(outbox(['cancel', '--all'], say('yes'))).rejects.toThrow('no mail was cancelled')
  await expect(outbox(['cancel', '--all'])).rejects.toThrow('4 mails would be cancelled')
  expect(await statuses()).not.toContain('cancelled')
  expect(await outbox(['cancel', '--all'], say('4'))).toContain('4 mails will not be sent')
  expect(asked).toHaveLength(2)
  expect(asked[0]).toContain('Keep 4 mails from being sent?')
  expect(new Set(await statuses())).toEqual(new Set(['cancelled']))
  expect(await outbox(['cancel', '--all', '--yes'])).toContain('no such mail waits')
})

test.each([
  [['--template', 'customer-welcome'], 2],
  [['--mailbox', 'support'], 4],
  [['--mailbox', 'sales'], 0],
  [['--ticket', '100042'], 0],
  [['--since', '1h'], 4],
  [['--status', 'uncertain'], 0],
])('%j narrows it', async (words, count) => {
  const out = await outbox(['cancel', ...words, '--yes', '--json'])
  expect(JSON.parse(out)).toMatchObject({ cancelled: count })
  expect((await statuses()).filter((one) => one === 'cancelled')).toHaveLength(count)
})

test.each([
  [[], 'Which mails?'],
  [['1', '--all'], 'not both'],
])('%j is no way to say which', async (words, fault) => {
  await expect(outbox(['cancel', ...words])).rejects.toThrow(fault)
})

test('who is no administrator of the desk cancels single mails only', async () => {
  const as = ['--as', 'agent@acme.test']
  await expect(outbox(['cancel', '--all', '--yes', ...as])).rejects.toMatchObject({
    code: 'not-allowed',
  })
})
