// What tests leave in the folder for temporary files goes when the run ends: they have one of their own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// biome-ignore lint/style/noDefaultExport: Jest calls it.
export default function giveOwnFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-test-'))
  process.env.TMPDIR = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
}
