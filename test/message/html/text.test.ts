import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nestsDeeperThan } from '../../../src/message/html/depth.ts'
import { stripTags } from '../../../src/message/html/strip-tags.ts'
import { textFromHtml } from '../../../src/message/html/text.ts'
import { atBest } from '../stopwatch.ts'

test.each([
  ['<p>one</p><p>two</p>', 'one\n\ntwo'],
  ['one<br>two', 'one\ntwo'],
  ['<div>one</div><div>two</div>', 'one\ntwo'],
  ['<h1>Title</h1>text', 'Title\ntext'],
  ['<ul><li>one</li><li>two</li></ul>', '* one\n* two'],
  ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
  ['<style>p{}</style><title>t</title><p>x</p>', 'x'],
  ['&lt;b&gt; &amp; &eacute;', '<b> & é'],
  ['<img src="cid:1" alt="logo">x', 'x'],
  ['<a href="https://example.com/a">here</a>', 'here <https://example.com/a>'],
  ['<a href="https://example.com/a">https://example.com/a</a>', 'https://example.com/a'],
  ['<a href="https://www.example.com/">example.com</a>', 'example.com'],
  ['<a href="mailto:ana@example.com">Ana</a>', 'Ana'],
  ['<blockquote>old<blockquote>older</blockquote></blockquote>', '> old\n>> older'],
  ['<blockquote style="margin:0 0 0 40px;border:none;padding:0px">mine</blockquote>', 'mine'],
  // Words outside the body of a mail that is quoted whole, or that a gateway wrapped.
  ['<p>new</p><div><html><head><title>t</title></head><body>old</body></html></div>', 'new\n\nold'],
  ['<html><body>new</body></html><p>footer</p>', 'new\n\nfooter'],
  // What nobody sees.
  ['<div style="display:none;mso-hide:all">preview</div><p>new</p>', 'new'],
  ['<span style="color:red; display: none">preview</span>new', 'new'],
  ['new<div id="divRplyFwdMsg"><b>From:</b> Ana</div>', `new\n${'_'.repeat(32)}\nFrom: Ana`],
])('%j reads %j', (html, text) => {
  expect(textFromHtml(html)).toBe(text)
})

test.each([
  ['<p>one</p>two<br/>three', 'one\ntwo\nthree'],
  ['<script>if (a < b) {}</script>x<style>y</style>', 'x'],
  ['<!-- <p>hidden</p> -->x', 'x'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['&lt;p&gt; &#233; &#xe9; &nbsp;&amp;lt;', '<p> é é  &lt;'],
  ['<p', ''],
  ['<script>never closed', ''],
])('without a parser %j reads %j', (html, text) => {
  expect(stripTags(html)).toBe(text)
})

test('depth counts what is open, not what is there', () => {
  expect(nestsDeeperThan('<div><p><br></div>'.repeat(1000), 10)).toBe(false)
  expect(nestsDeeperThan('<div>'.repeat(11), 10)).toBe(true)
  expect(nestsDeeperThan('<li>item'.repeat(1000), 10)).toBe(false)
})

describe('no HTML takes longer than a moment', () => {
  test.each([
    ['open divs', '<div>'.repeat(200_000)],
    ['closed divs', '<div>'.repeat(100_000) + '</div>'.repeat(100_000)],
    ['self-closed divs', '<div/>'.repeat(100_000)],
    ['rows in rows', `<table>${'<tbody><tr><td>'.repeat(100_000)}`],
    ['tags without an end', '<a '.repeat(500_000)],
    ['scripts without an end', '<script>'.repeat(100_000)],
    ['comments without an end', '<!--'.repeat(200_000)],
    ['spaces', `<p>${'\u00a0'.repeat(300_000)}x</p>`],
    ['links in links', `${'<a href=http://x>'.repeat(490)}${'some text<br>'.repeat(50_000)}`],
    ['quotes in quotes', `${'<blockquote>'.repeat(490)}${'some text<br>'.repeat(50_000)}`],
    ['attributes', `<a ${'x=1 '.repeat(300_000)}>y</a>`],
  ])('%s', async (_, html) => {
    expect(await atBest(5000, () => textFromHtml(html))).toBeLessThan(5000)
  })
})

test('whatever stands between tags, no word is lost', () => {
  const words = fc.array(
    fc.constantFrom(
      '<div>',
      '</div>',
      '<p>',
      '<td>',
      '<br>',
      '<b>',
      '</b>',
      '<blockquote>',
      'word',
    ),
  )
  fc.assert(
    fc.property(words, (pieces) => {
      const count = pieces.filter((piece) => piece === 'word').length
      for (const text of [textFromHtml(pieces.join('')), stripTags(pieces.join(''))]) {
        expect(text.match(/word/g)?.length ?? 0).toBe(count)
      }
    }),
  )
})
