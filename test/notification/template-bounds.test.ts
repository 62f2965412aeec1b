import { expect, test } from '@jest/globals'
import { Failure } from '../../src/errors.ts'
import { compile } from '../../src/notification/handlebars.ts'

/** Either an empty place or a Failure: never anything of the program or the machine. */
function reached(source: string, format: 'text' | 'html'): string {
  try {
    const parts = { greeting: { source: 'Hello', file: '_greeting.hbs' } }
    return compile(source, 'own.hbs', format, parts)({ name: 'Ana', list: [1] })
  } catch (error) {
    if (error instanceof Failure) return ''
    throw error
  }
}

const OUTSIDE = [
  '{{constructor}}',
  '{{constructor.name}}',
  '{{__proto__}}',
  '{{name.constructor.name}}',
  '{{list.constructor.name}}',
  '{{@root.constructor}}',
  '{{#with constructor}}x{{/with}}',
  '{{#with __proto__}}x{{/with}}',
  '{{#with (lookup this "constructor")}}x{{/with}}',
  '{{lookup name "constructor"}}',
  '{{#each __proto__}}x{{/each}}',
  '{{this.constructor.constructor "return process"}}',
  '{{__defineGetter__ "name" "x"}}',
  '{{helperMissing}}',
  '{{blockHelperMissing}}',
  '{{process}}',
  '{{require "fs"}}',
  '{{log name}}',
  '{{> ../../../etc/passwd}}',
  '{{> (lookup . "name")}}',
  '{{> constructor}}',
  '{{> __proto__}}',
  '{{> toString}}',
  '{{#*inline "part"}}{{constructor}}{{/inline}}{{> part}}',
  '{{#with list as |all|}}{{all.constructor}}{{/with}}',
  '{{#each list}}{{../constructor}}{{/each}}',
  '{{this.[constructor]}}',
  '{{[__proto__].constructor}}',
  '{{list.push}}',
  '{{name.length}}',
  '{{{constructor}}}',
  '{{#if constructor}}x{{/if}}',
  '{{#unless missing}}x{{/unless}}',
]

test.each(OUTSIDE)('%s reaches nothing', (source) => {
  expect(reached(source, 'text')).toBe('')
  expect(reached(source, 'html')).toBe('')
})

test.each(['{{{name}}}', '{{~{name}~}}', '{{&name}}'])('%s is refused', (source) => {
  expect(() => compile(`a\n${source}`, 'own.hbs', 'html')({ name: '<b>' })).toThrow('own.hbs:2: ')
})

test('what a person wrote is text, also where it looks like a template', () => {
  const written = '{{name}} {{#if x}} {{constructor}} <b>'
  const fill = (format: 'text' | 'html') =>
    compile('{{words}}|{{lines words}}', 'own.hbs', format)({ words: written, name: 'Ana' })
  expect(fill('text')).toBe(`${written}|${written}`)
  expect(fill('html')).not.toContain('<b>')
  expect(fill('html')).toContain('{{constructor}}')
})
