import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openKeys } from '../../src/credentials/keys.ts'

const file = () => path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'ticketd.key')

test('the key file is made once, for its owner only', () => {
  const at = file()
  const first = openKeys(at)
  expect(statSync(at).mode & 0o777).toBe(0o600)
  const before = readFileSync(at, 'utf8')
  const again = openKeys(at)
  expect(readFileSync(at, 'utf8')).toBe(before)
  expect(again.sign('message-id', 'x')).toBe(first.sign('message-id', 'x'))
})

test('a signature is 12 hex digits that hold for its use and its data only', () => {
  const keys = openKeys(file())
  const signature = keys.sign('message-id', 'ticket/1/2/ana@globex.test')
  expect(signature).toMatch(/^[0-9a-f]{12}$/)
  expect(keys.verify('message-id', 'ticket/1/2/ana@globex.test', signature)).toBe(true)
  expect(keys.verify('message-id', 'ticket/1/2/ana@globex.test', signature.toUpperCase())).toBe(
    true,
  )
  expect(keys.verify('message-id', 'ticket/1/2/eve@evil.test', signature)).toBe(false)
  expect(keys.verify('tag', 'ticket/1/2/ana@globex.test', signature)).toBe(false)
  expect(openKeys(file()).verify('message-id', 'ticket/1/2/ana@globex.test', signature)).toBe(false)
})

test('older keys are accepted, the first one signs', () => {
  const at = file()
  const old = openKeys(at).sign('message-id', 'x')
  writeFileSync(at, `${'ab'.repeat(32)}\n${readFileSync(at, 'utf8')}`)
  const keys = openKeys(at)
  expect(keys.verify('message-id', 'x', old)).toBe(true)
  expect(keys.sign('message-id', 'x')).not.toBe(old)
})

test('a damaged key file is never replaced by a new one', () => {
  const at = file()
  writeFileSync(at, 'not a key')
  expect(() => openKeys(at)).toThrow('damaged')
  expect(readFileSync(at, 'utf8')).toBe('not a key')
})

test('a key that is missing is not replaced where mails were signed with it', () => {
  const at = file()
  expect(() => openKeys(at, { mayMake: false })).toThrow('is missing')
  expect(() => readFileSync(at)).toThrow('ENOENT')
})
