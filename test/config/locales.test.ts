import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { knownLocales, localeFault } from '../../src/config/locales.ts'

test('languages are those of our templates and of the folders of your own that hold any', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-own-'))
  for (const name of ['fr', 'pt', 'drafts']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'fr', 'customer-opened.hbs'), 'Bonjour')
  writeFileSync(join(folder, 'drafts', 'customer-opened.hbs'), '?')
  writeFileSync(join(folder, 'de'), 'a file')
  expect(knownLocales(folder)).toEqual(['en', 'es', 'fr'])
  expect(knownLocales(join(folder, 'none'))).toEqual(['en', 'es'])
  expect(knownLocales(undefined)).toEqual(['en', 'es'])
})

test.each([
  ['en', true],
  ['es-MX', true],
  ['fr', false],
  ['fr-CA', false],
  ['pt-BR', true],
  ['pt', false],
  ['ES', false],
  ['en-', false],
  ['', false],
])('%j: %s', (locale, isKnown) => {
  const fault = localeFault(locale, ['en', 'es', 'pt-BR'])
  expect(fault).toBe(
    isKnown ? undefined : 'must be a language that mails are written in: en, es, pt-BR',
  )
})
