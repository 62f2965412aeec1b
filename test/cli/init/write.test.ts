import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { writePrivately } from '../../../src/cli/init/write.ts'

const asRoot = process.getuid?.() === 0
let file: string
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'write-')), 'config.json')
})
afterEach(() => rmSync(path.dirname(file), { recursive: true }))

test.each([
  ['the group of its daemon', 0o640, 0o640],
  ['its owner', 0o600, 0o600],
  ['everybody', 0o644, 0o600],
])('a file that %s could read is replaced for the same, everybody aside', (_, before, after) => {
  writeFileSync(file, '{}')
  chmodSync(file, before)
  // Only root can give a file away, as it does where the daemon has a user of its own.
  if (asRoot) chownSync(file, 0, 65534)
  const { uid, gid } = statSync(file)
  writePrivately(file, { desk: {} }, true)
  const { mode, ...now } = statSync(file)
  expect({ mode: mode & 0o777, uid: now.uid, gid: now.gid }).toEqual({ mode: after, uid, gid })
  expect(readdirSync(path.dirname(file))).toEqual(['config.json'])
})
