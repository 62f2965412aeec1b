import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { loadConfig } from '../../src/config/load.ts'

const example = path.join(import.meta.dirname, '../../config.example.json')

test('who only looks things up need not hold the passwords', () => {
  expect(() => loadConfig(example, {})).toThrow('is not set')
  expect(loadConfig(example, {}, 'left').desk.name).not.toBe('')
})

test('every other fault is told all the same', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'left-')), 'config.json')
  const written = JSON.parse(readFileSync(example, 'utf8')) as { desk: Record<string, unknown> }
  written.desk.nmae = 'x'
  writeFileSync(file, JSON.stringify(written))
  expect(() => loadConfig(file, {}, 'left')).toThrow('did you mean "name"')
})
