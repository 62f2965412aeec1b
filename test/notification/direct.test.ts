import { describe, expect, test } from '@jest/globals'
import Handlebars from 'handlebars'
import { direct, type Manner } from '../../src/notification/direct.ts'

const manner: Manner = {
  shown: (value) => Handlebars.escapeExpression(value as string),
  lines: (value) => `[${value}]`,
}

const itself = Handlebars.create()
itself.registerHelper('lines', (value) => new Handlebars.SafeString(manner.lines(value)))

const VALUES = [0, 1, '', 'a <b>', null, false, true, [], [0], ['x', 'y'], {}, { a: 1 }]

describe('fills as Handlebars does', () => {
  test.each([
    'x {{v}} y',
    '{{lines v}}',
    '{{o.v}}, {{this.o.v}}',
    '{{#if v}}yes{{/if}}',
    '{{#if v}}yes{{else}}no{{/if}}',
    '{{#if v}}yes{{else if o}}o{{else}}no{{/if}}',
    '{{#unless v}}no{{else}}yes{{/unless}}',
    '{{^if v}}no{{/if}}',
    '{{#with v}}({{this}}){{else}}no{{/with}}',
    'a\n{{#if v}}\nb\n{{/if}}\n\n{{! aside }}\nc {{~v~}} d',
  ])('%s', (source) => {
    const fill = direct(Handlebars.parse(source), manner)
    for (const v of VALUES) {
      const values = { v, o: { v } }
      expect(fill(values)).toBe(itself.compile(source, { strict: true })(values))
    }
  })

  test.each([[[]], [['x', 'y']], [null]])('{{#each}} of %j', (v) => {
    const source = '{{#each v}}({{this}}){{else}}none{{/each}}'
    expect(direct(Handlebars.parse(source), manner)({ v })).toBe(itself.compile(source)({ v }))
  })
})

test.each([
  '{{w}}',
  '{{v.w}}',
  '{{v.constructor.name}}',
  '{{toString}}',
  '{{f}}',
  '{{#if w}}x{{/if}}',
  '{{#each o}}{{@key}}{{/each}}',
  '{{#each o}}{{this}}{{/each}}',
  '{{#each l as |one|}}{{one}}{{/each}}',
  '{{#each l}}{{../v}}{{/each}}',
  '{{#v}}x{{/v}}',
  '{{{v}}}',
  '{{shout v}}',
  '{{lines "v"}}',
  '{{lookup o "v"}}',
  '{{> part}}',
])('%s is beyond it', (source) => {
  const values = { v: 'a', o: { v: 1 }, l: [1], f: () => 'x' }
  expect(() => direct(Handlebars.parse(source), manner)(values)).toThrow('only Handlebars')
})

test.each([
  ['Ask {{v}}.', 'Ask Initech S.L.'],
  ['Ask {{v}}. Or us.', 'Ask Initech S.L. Or us.'],
  ['Ask {{v}}, or us.', 'Ask Initech S.L., or us.'],
  ['Ask {{v}}...', 'Ask Initech S.L....'],
  ['Ask <b>{{v}}</b>. Or us.', 'Ask <b>Initech S.L.</b> Or us.'],
  ['Ask <b>{{v}}</b> or us.', 'Ask <b>Initech S.L.</b> or us.'],
  ['Ask {{#if v}}{{v}}{{else}}us{{/if}}.', 'Ask Initech S.L.'],
  ['Ask {{#unless v}}us{{else}}{{#with v}}{{this}}{{/with}}{{/unless}}.', 'Ask Initech S.L.'],
  ['Ask <b>{{#if v}}{{v}}{{/if}}</b>.', 'Ask <b>Initech S.L.</b>'],
  ['Ask {{#if v}}<b>{{v}}</b>{{/if}}.', 'Ask <b>Initech S.L.</b>'],
  ['Ask {{v}}{{#unless v}} or us{{/unless}}.', 'Ask Initech S.L.'],
  ['Ask {{v}}{{#if v}}. Or us{{/if}}.', 'Ask Initech S.L. Or us.'],
  ['Ask {{#if v}}{{v}}.{{/if}}', 'Ask Initech S.L.'],
  ['Ask {{#if v}}{{v}}{{/if}}, or us.', 'Ask Initech S.L., or us.'],
  ['{{#if v}}{{v}} or us{{/if}}.', 'Initech S.L. or us.'],
  ['{{lines v}}.', '[Initech S.L.].'],
])('a name with a full stop ends a sentence with one: %s', (source, text) => {
  expect(direct(Handlebars.parse(source), manner)({ v: 'Initech S.L.' })).toBe(text)
})
