import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openKeys } from '../../src/credentials/keys.ts'

const file = () => path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'ticketd.key')

test('what is sealed opens again, about the same thing, for the same use and with the same key', () => {
  const keys = openKeys(file())
  const text = keys.seal('token', 'account/1', 'a secret')
  expect(text).not.toContain('secret')
  expect(keys.seal('token', 'account/1', 'a secret')).not.toBe(text)
  expect(keys.open('token', 'account/1', text)).toBe('a secret')
  expect(keys.open('token', 'account/2', text)).toBeNull()
  expect(keys.open('code', 'account/1', text)).toBeNull()
  expect(openKeys(file()).open('token', 'account/1', text)).toBeNull()
})

test('what was changed or cut does not open', () => {
  const keys = openKeys(file())
  const text = keys.seal('token', 'account/1', 'a secret')
  const bytes = Buffer.from(text, 'base64')
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(keys.open('token', 'account/1', changed.toString('base64'))).toBeNull()
  }
  expect(keys.open('token', 'account/1', '')).toBeNull()
  expect(keys.open('token', 'account/1', text.slice(0, 20))).toBeNull()
})

test('an older key still opens what it sealed', () => {
  const at = file()
  const text = openKeys(at).seal('token', 'account/1', 'a secret')
  writeFileSync(at, `${'ab'.repeat(32)}\n${readFileSync(at, 'utf8')}`)
  expect(openKeys(at).open('token', 'account/1', text)).toBe('a secret')
})
