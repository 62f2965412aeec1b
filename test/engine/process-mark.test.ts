import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { hasEnded, ownMark, processOf } from '../../src/engine/process-mark.ts'
import { until } from '../servers/child.ts'

/** The parts of a mark, some of them replaced. */
function markWith(parts: { pid?: number; started?: string; place?: string }): string {
  const [host, pid, started, place, random] = ownMark().split('/')
  return [host, parts.pid ?? pid, parts.started ?? started, parts.place ?? place, random].join('/')
}

test('a process that lives has not ended', () => {
  expect(hasEnded(ownMark())).toBe(false)
})

test('each mark of one process is another, so that two holders in it differ', () => {
  expect(ownMark()).not.toBe(ownMark())
})

test('a process that was killed has ended, and its parent need not know', async () => {
  // The shell never waits for its child, which therefore keeps its pid as a zombie.
  const shell = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [printed] = (await once(shell.stdout, 'data')) as [Buffer]
  const pid = Number(printed.toString())
  const mark = markWith({ pid, started: await startOf(pid) })
  expect(hasEnded(mark)).toBe(false)
  process.kill(pid, 'SIGKILL')
  await until('the zombie', () => hasEnded(mark))
  shell.kill('SIGKILL')
  await once(shell, 'exit')
  await until('the end', () => hasEnded(mark))
})

test('a pid that was given again belongs to another process', () => {
  expect(hasEnded(markWith({ started: '1' }))).toBe(true)
})

test.each([
  ['of another machine, boot or container', markWith({ pid: 2 ** 22 + 1, place: 'elsewhere' })],
  ['that does not say where', markWith({ pid: 2 ** 22 + 1, place: '' })],
  ['that does not say since when', markWith({ pid: 2 ** 22 + 1, started: '' })],
  ['of an older version', `host/${2 ** 22 + 1}/ab12cd34`],
  ['that is no mark', 'nonsense'],
  ['of process 0, which would be the whole group', markWith({ pid: 0 })],
])('nothing is certain of a mark %s', (_what, mark) => {
  expect(hasEnded(mark)).toBe(false)
})

test('a mark reads as a process on a machine', () => {
  expect(processOf('desk1/4711/99/abc/ef')).toBe('process 4711 on desk1')
})

async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'latin1')
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
