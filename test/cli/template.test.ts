import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { register } from '../../src/cli/template.ts'
import { smallest } from '../config/a-config.ts'

/** Runs a template command with a desk whose own templates are these: `en/name` → text. */
async function template(words: string[], own: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-template-'))
  for (const [name, text] of Object.entries(own)) {
    mkdirSync(join(folder, 'own', name, '..'), { recursive: true })
    writeFileSync(join(folder, 'own', `${name}.hbs`), text)
  }
  const config = Object.keys(own).length > 0 ? { ...smallest(), templates: 'own' } : smallest()
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  let out = ''
  const io = {
    out: (text: string) => {
      out += text
    },
    err: () => {},
    env: {},
    isTTY: false,
    columns: 80,
  }
  const program = new Command().option('--config <file>', '', join(folder, 'config.json'))
  register(program, io)
  await program.parseAsync(['template', ...words], { from: 'user' })
  return out
}

test('template list prints every template, its languages, and what is your own', async () => {
  const out = await template(['list'], { 'es/customer-closed': 'Preview: x\n\nAdiós' })
  expect(out).toMatch(/^customer-closed +en es +es$/m)
  expect(out).toMatch(/^customer-opened +en es +-$/m)
  expect(out).not.toContain('_greeting')
})

test('template preview prints a mail as it would leave, in the language asked for', async () => {
  const out = await template(['preview', 'customer-opened', '--locale', 'es'])
  expect(out).toContain('From: Acme Support <')
  expect(out).toContain('To: Ana Ruiz <ana@customer.test>')
  expect(out).toMatch(/^Subject: \[.+#100042\] Phones in Madrid do not ring$/m)
  expect(out).toContain('Gracias por escribirnos.')
})

test('template preview --html prints the HTML part alone', async () => {
  expect(await template(['preview', 'customer-opened', '--html'])).toMatch(/^<!doctype html>/)
})

test('template preview of your own file with a fault names file and line', async () => {
  const own = { 'en/customer-opened': 'Preview: x\n\n{{nobody}}' }
  await expect(template(['preview', 'customer-opened'], own)).rejects.toThrow(
    /own\/en\/customer-opened\.hbs:3: /,
  )
})

test('template preview of what is not there says where to look', async () => {
  await expect(template(['preview', 'nothing'])).rejects.toMatchObject({
    code: 'template',
    advice: '`ticketd template list` shows all of them.',
  })
})

test('template preview in a language that nobody wrote names those that there are', async () => {
  await expect(template(['preview', 'customer-opened', '--locale', 'fr'])).rejects.toThrow(
    '--locale must be a language that mails are written in: en, es.',
  )
  const own = { 'fr/customer-opened': 'Preview: x\n\nBonjour' }
  expect(await template(['preview', 'customer-opened', '--locale', 'fr'], own)).toContain('Bonjour')
})
