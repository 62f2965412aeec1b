import { execFileSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { HEAP_GROWTH } from '../../src/cli/run.ts'

test('the Node that runs this knows the flag that bounds the memory of the daemon', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  const [name] = HEAP_GROWTH.split('=')
  expect(known).toMatch(new RegExp(`^ +${name} `, 'm'))
})
