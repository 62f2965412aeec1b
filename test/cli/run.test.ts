import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@jest/globals'
import { HEAP_GROWTH } from '../../src/cli/run.ts'
import { MAIN, openCliDesk } from './process.ts'

test('the Node that runs this knows the flag that bounds the memory of the daemon', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  const [name] = HEAP_GROWTH.split('=')
  expect(known).toMatch(new RegExp(`^ +${name} `, 'm'))
})

test.each([
  [[], /^\{"level":30,.*"msg":"[^"]+"\}$/],
  [['--pretty'], /^\[[-\d]{10} [:.\d]{12}\] INFO: \w.+$/],
])('without a terminal the log of run %j has lines like %s', async (words, line) => {
  const desk = openCliDesk()
  const daemon = spawn(process.execPath, [MAIN, 'run', ...words], { cwd: desk.folder })
  try {
    const [first] = await once(createInterface(daemon.stderr), 'line')
    expect(first).toMatch(line)
  } finally {
    daemon.kill('SIGKILL')
    await once(daemon, 'close')
    desk.close()
  }
})
