import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCopy } from '../survival/daemon.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** All lives run one and the same program, whoever builds another one meanwhile. Gives how to remove it. */
export function runOwnCopy(): () => void {
  const folder = mkdtempSync('/tmp/ticketd-')
  for (const part of ['package.json', 'dist', 'templates']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  runCopy(join(folder, 'dist/src/cli/main.js'))
  return () => rmSync(folder, { recursive: true, force: true })
}
