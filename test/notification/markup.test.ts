import { describe, expect, test } from '@jest/globals'
import { compile } from '../../src/notification/handlebars.ts'
import { readMarkup } from '../../src/notification/markup.ts'

/** Both formats of a part, filled; HTML without its styles. */
function made(source: string, values: object = {}): { text: string; html: string } {
  const { text, html } = readMarkup(source, 'x.hbs', 'part')
  return {
    text: compile(text, 'x.hbs', 'text')(values),
    html: compile(
      html,
      'x.hbs',
      'html',
    )(values).replace(/ (?:style|class|scope|cell\w+|border)="[^"]*"/g, ''),
  }
}

describe('the marks', () => {
  test.each([
    ['a paragraph', 'One\ntwo\n\nthree', 'One\ntwo\n\nthree\n', '<p>One two</p><p>three</p>'],
    ['a list', '- a\n- b', '- a\n- b\n', '<ul><li>a</li><li>b</li></ul>'],
    ['strong and code', '**a** `b`', 'a b\n', '<p><strong>a</strong> <code>b</code></p>'],
    ['facts', '| A | b', 'A: b\n', '<table><tr><th>A</th><td>b</td></tr></table>'],
    ['earlier words', '> a', 'a\n', '<blockquote>a</blockquote>'],
    ['the foot', '--\nAcme', '-- \nAcme\n', '<div><p>Acme</p></div>'],
    ['characters of HTML', 'a < b & c', 'a < b & c\n', '<p>a &lt; b &amp; c</p>'],
    [
      'a web address',
      '<https://a.test>',
      '<https://a.test>\n',
      '<p><a href="https://a.test">https://a.test</a></p>',
    ],
    ['the marker', '##- Above -##', '##- Above -##\n', '<p>##- Above -##</p>'],
  ])('%s', (_, source, text, html) => {
    expect(made(source)).toEqual({ text, html })
  })
})

describe('conditions', () => {
  const source = '{{#if a}}- {{a}}{{/if}}\n{{#if b}}- {{b}}{{/if}}\n\nend'
  test.each([
    [{ a: 'x', b: 'y' }, '- x\n- y\n\nend\n'],
    [{ a: '', b: 'y' }, '- y\n\nend\n'],
    [{ a: 'x', b: '' }, '- x\n\nend\n'],
  ])('items that are not there leave no empty line: %j', (values, text) => {
    expect(made(source, values).text).toBe(text)
  })

  test('a tag after such items leaves none either', () => {
    const nested = '{{#if a}}\n{{#each a}}- {{this}}{{/each}}\n{{/if}}\n\nend'
    expect(made(nested, { a: ['x', 'y'] }).text).toBe('- x\n- y\n\nend\n')
  })
})

test('what a person wrote is never markup and never HTML', () => {
  const { text, html } = made('{{lines a}}\n\n{{a}}', { a: '**x** <b>\n- y & `z`' })
  expect(text).toBe('**x** <b>\n- y & `z`\n\n**x** <b>\n- y & `z`\n')
  expect(html).toContain('**x** &lt;b&gt;<br>\n- y &amp; `z`')
  expect(html).not.toMatch(/<(b|strong|ul|code)>/)
})

test('web addresses in what a person wrote become links that go nowhere else', () => {
  const { html } = made('{{lines a}}', { a: 'see https://a.test/?x=1&y="2", or javascript:x' })
  expect(html).toBe(
    '<div>see <a href="https://a.test/?x=1&amp;y=">https://a.test/?x=1&amp;y=</a>&quot;2&quot;, or javascript:x</div>',
  )
})

test.each([
  ['Betreff: x\n\nhi', 'x.hbs:1: must begin with'],
  ['Subject: x\nhi', 'x.hbs:2: must begin with'],
  ['Subject: x\n\n{{{a}}}', 'x.hbs:3: variables are always escaped'],
  ['Subject: x\n\n{{&a}}', 'x.hbs:3: variables are always escaped'],
])('%j is refused with its place', (source, message) => {
  expect(() => readMarkup(source, 'x.hbs', 'mail')).toThrow(message)
})
