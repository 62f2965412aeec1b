import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { SCRIPTS } from '../../../src/cli/completion/scripts.ts'
import { openCliDesk } from '../process.ts'

const MAIN = join(import.meta.dirname, '../../../dist/src/cli/main.js')
const execute = promisify(execFile)

/** A folder of PATH with the program in it, as an installation has one. */
let bin: string
let script: string
const desk = openCliDesk()

beforeAll(async () => {
  script = (await desk.run(['completion', 'bash'])).out
  bin = mkdtempSync(join(tmpdir(), 'ticketd-bin-'))
  writeFileSync(join(bin, 'ticketd'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`)
  chmodSync(join(bin, 'ticketd'), 0o755)
})
afterAll(() => {
  rmSync(bin, { recursive: true })
  desk.close()
})

/** What a real bash proposes in place of the last word. */
async function proposed(...words: string[]): Promise<string[]> {
  const press = `
    eval "$SCRIPT"
    # The function that bash calls at TAB, as it was registered.
    [[ $(complete -p ticketd) =~ -F\\ ([^ ]+) ]] || exit 9
    COMP_WORDS=(ticketd "$@") COMP_CWORD=$#
    "\${BASH_REMATCH[1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await execute('bash', ['--norc', '-c', press, 'bash', ...words], {
    cwd: desk.folder,
    env: { ...process.env, SCRIPT: script, PATH: `${bin}:${process.env.PATH}` },
  })
  return stdout.split('\n').filter(Boolean)
}

test('bash completes nouns, verbs, options and their values from the program itself', async () => {
  expect(await proposed('outbox', 're')).toEqual(['retry', 'resume'])
  expect(await proposed('outbox', 'list', '--st')).toEqual(['--status'])
  expect(await proposed('account', 'set', 'A-10001', '--model', 'r')).toEqual(['resell'])
})

test('what only the desk knows is read from it, and a fault there stays silent', async () => {
  expect(await proposed('ingest', 'mail.eml', '--mailbox', '')).toEqual(['support'])
  const people = ['--company', 'Globex', '--decision-maker', 'Ana <ana@globex.test>']
  const kind = ['--kind', 'customer', '--model', 'cloud', '--support-contact', 'help@x.test']
  expect(await desk.run(['account', 'create', ...kind, ...people])).toMatchObject({ code: 0 })
  expect(await proposed('account', 'show', 'A')).toEqual(['A-10001'])
  expect(await proposed('--config', 'nowhere.json', 'account', 'show', '')).toEqual([])
})

test.each(['zsh', 'fish'] as const)('the script for %s asks the program', (shell) => {
  expect(SCRIPTS[shell]).toMatch(/ complete -- /)
  expect(SCRIPTS[shell]).toMatch(/\b(compdef _ticketd|complete -c) ticketd/)
})
