import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Desk } from '../desk.ts'
import { hasNews } from './sources.ts'

/**
 * Reads and takes up the directories of the configuration in a process of its own, when one of
 * them may have changed: a hundred thousand users need memory that a daemon would not give
 * back for a long time.
 */
export async function readSourcesApart(desk: Desk): Promise<void> {
  if (!(await hasNews(desk))) return
  const program = fileURLToPath(import.meta.resolve('#program'))
  const words = ['--config', desk.config.file, 'directory', 'read']
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  // It has said itself why; it is tried again in its time.
  if (code !== 0) desk.log.warn('the directories could not be read')
}
