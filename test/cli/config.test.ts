import { expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/load.ts'
import { smallest } from '../config/a-config.ts'
import { atDesk, refusal, ticketd } from './ticketd.ts'

test('config show prints every option, durations as text, and no secret', async () => {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const { out } = await ticketd(folder, ['config', 'show'])
  expect(out).toMatch(/^option +value\ndesk\.name +Acme Support\n/)
  expect(out).toMatch(/^mailboxes\[0\]\.poll +1m$/m)
  expect(out).toMatch(/^smtp\.maxBytes +20MB$/m)
  expect(out).toMatch(/^smtp\.password +\(secret\)$/m)
  expect(out).not.toContain('-secret')
})

test('config show --json prints a configuration that is valid but for its secrets', async () => {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const { out } = await ticketd(folder, ['config', 'show', '--json'])
  const told = out.replaceAll('"(secret)"', '"a secret"')
  expect(checkConfig(JSON.parse(told), '/config.json', {}).desk.name).toBe('Acme Support')
  expect(() => checkConfig(JSON.parse(out), '/config.json', {})).toThrow(
    /imap\.password: "\(secret\)" stands in place of a secret[\s\S]*smtp\.password: "\(secret\)"/,
  )
})

test('config show of a faulty file names the faults', async () => {
  const folder = atDesk({ 'config.json': JSON.stringify({ ...smallest(), colour: 'red' }) })
  const failure = await refusal(folder, ['config', 'show'])
  expect(failure.code).toBe('config')
  expect(failure.message).toContain('colour: unknown key')
})

test('config schema needs no configuration and is draft 7', async () => {
  const { out } = await ticketd(atDesk({}), ['config', 'schema'])
  expect(JSON.parse(out)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    required: ['desk', 'mailboxes', 'smtp', 'departments'],
    additionalProperties: false,
    properties: { limits: { properties: { unknown: { default: 50 } } } },
  })
})
