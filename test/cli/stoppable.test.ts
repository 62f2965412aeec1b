import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { stoppable } from '../../src/cli/stoppable.ts'

test('Ctrl-C ends long work where it tells how far it is, and it tidies up', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stop-'))
  const draft = path.join(folder, 'draft')
  const told: number[] = []
  const before = process.listenerCount('SIGINT')
  const work = stoppable(
    (done) => void told.push(done),
    async (on) => {
      try {
        writeFileSync(draft, 'half')
        on(1, 3)
        process.emit('SIGINT')
        on(2, 3)
        return 'whole'
      } finally {
        rmSync(draft)
      }
    },
  )
  await expect(work).rejects.toMatchObject({ code: 'stopped' })
  expect(told).toEqual([1])
  expect(existsSync(draft)).toBe(false)
  expect(process.listenerCount('SIGINT')).toBe(before)
  rmSync(folder, { recursive: true })
})
