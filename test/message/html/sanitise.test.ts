import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { ATTRIBUTES, ELEMENTS } from '../../../src/message/html/elements.ts'
import { sanitise } from '../../../src/message/html/sanitise.ts'
import { atBest } from '../stopwatch.ts'

const cids = new Set(['logo@globex', 'image001.png@01DC'])
const safe = (html: string) => sanitise(html, cids, () => false)

describe('what people write stays', () => {
  test.each([
    ['emphasis', '<p>It <b>never</b> <i>rings</i> <u>at all</u></p>'],
    ['a list', '<ol start="3"><li>first</li><li>second</li></ol>'],
    ['a table', '<table border="1"><tr><th colspan="2">a</th></tr><tr><td>b</td></tr></table>'],
    ['a picture of the mail', '<img src="cid:logo@globex" alt="Logo" width="120" />'],
    ['red words', '<span style="color:#c00000">not like this</span>'],
    ['a line across', 'above<hr />below'],
    ['code', '<pre>a  b\n c</pre>'],
    ['right to left', '<p dir="rtl">שלום</p>'],
    ['entities', 'a &amp; b &lt;c&gt;'],
    ['a bare blockquote', '<blockquote style="margin:0px 0px 0px 40px">indented</blockquote>'],
  ])('%s', (_, html) => {
    expect(safe(html)).toBe(html)
  })

  test('a link says that it vouches for nothing', () => {
    expect(safe('<a href="https://globex.test/?a=1&amp;b=2" target="_top" id="x">see</a>')).toBe(
      '<a href="https://globex.test/?a=1&amp;b=2" rel="noopener noreferrer nofollow">see</a>',
    )
  })

  test('marked words stay readable on every screen', () => {
    expect(safe('<span style="background:yellow;mso-highlight:yellow">here</span>')).toBe(
      '<span style="background-color:#ffff00;color:#1f2328">here</span>',
    )
  })

  test('a marked cell keeps its mark, paper its colour', () => {
    expect(safe('<td style="background:#ffff99">a</td><td style="background:#f2f2f2">b</td>')).toBe(
      '<td style="background-color:#ffff99;color:#1f2328">a</td><td>b</td>',
    )
  })

  test("Word's paragraphs stay as close together as Word shows them", () => {
    expect(safe('<p class="MsoNormal">a</p><p class=MsoNormal style="margin:1cm">b</p>')).toBe(
      '<p style="margin:0">a</p><p style="margin:1cm">b</p>',
    )
  })

  test('a cid is found in any case of its scheme and percent-encoded', () => {
    expect(safe('<img src="CID:image001.png%4001DC">')).toBe(
      '<img src="cid:image001.png@01DC" alt="" />',
    )
  })

  test('of a picture that is not shown a mark stays, with what it was called', () => {
    expect(safe('a <img src="https://cdn.test/x.png" alt="Floor [plan]"> b')).toBe(
      'a <span>[🖼 Floor plan]</span> b',
    )
    expect(safe('<img src="cid:other@globex">')).toBe('<span>[🖼]</span>')
  })

  test('of a picture that only counts readers nothing stays', () => {
    expect(safe('a<img src="https://t.test/p.gif" width="1" height="1">b')).toBe('ab')
  })
})

describe('attacks', () => {
  test.each([
    ['a script', '<p>a<script>steal()</script>b</p>', '<p>ab</p>'],
    ['a script in capitals with a slash', 'a<SCRIPT/x>steal()</SCRIPT >b', 'ab'],
    ['a script that is never closed', 'a<script>steal()', 'a'],
    ['a script in two halves', '<scr<script></script>ipt>steal()</script>', 'ipt&gt;steal()'],
    ['a handler', '<b onclick="steal()" OnMouseOver=steal()>a</b>', '<b>a</b>'],
    ['a handler behind a slash', '<img/onerror=steal()/src=x alt=a>', '<span>[🖼 a]</span>'],
    ['a handler behind a broken quote', '<b title="x"onclick="steal()">a</b>', '<b>a</b>'],
    ['a link that runs', '<a href="javascript:steal()">a</a>', '<a>a</a>'],
    ['a link that runs, in disguise', '<a href=" jAva&#x0A;scr&Tab;ipt:steal()">a</a>', '<a>a</a>'],
    ['a link with data', '<a href="data:text/html,<script>steal()</script>">a</a>', '<a>a</a>'],
    ['a link to a file', '<a href="file:///etc/passwd">a</a>', '<a>a</a>'],
    [
      'a link into the program',
      '<a href="vbscript:x">a</a><a href="/admin">b</a>',
      '<a>a</a><a>b</a>',
    ],
    ['a link without scheme', '<a href="//evil.test">a</a>', '<a>a</a>'],
    ['a frame', 'a<iframe src="https://evil.test">x</iframe>b', 'ab'],
    ['a frame with a document', 'a<iframe srcdoc="<script>steal()</script>"></iframe>b', 'ab'],
    ['an object', 'a<object data="x.swf"><embed src="x.swf"></object>b', 'ab'],
    [
      'a form',
      '<form action="https://evil.test"><input name=p><button>Log in</button></form>',
      'Log in',
    ],
    ['a field', 'a<textarea><img src=x onerror=steal()></textarea>b', 'ab'],
    ['a menu', 'a<select><option>x</option></select>b', 'ab'],
    ['a drawing', 'a<svg onload=steal()><a href="javascript:x"><text>c</text></a></svg>b', 'ab'],
    ['a drawing within a drawing', 'a<svg><style><img src=x onerror=steal()></style></svg>b', 'ab'],
    ['a formula', 'a<math><mtext><script>steal()</script></mtext></math>b', 'ab'],
    [
      'a drawing as picture',
      '<img src="data:image/svg+xml,<svg onload=steal()>">',
      '<span>[🖼]</span>',
    ],
    ['a picture that runs', '<img src="javascript:steal()">', '<span>[🖼]</span>'],
    [
      'other sources of a picture',
      '<img src="cid:logo@globex" srcset="https://t.test/1 1x">',
      '<img src="cid:logo@globex" alt="" />',
    ],
    [
      'a picture behind a table',
      '<table background="https://t.test/1"><tr><td>a</td></tr></table>',
      '<table><tr><td>a</td></tr></table>',
    ],
    ['a picture with a map', '<map><area href="https://t.test"></map>a', 'a'],
    ['a sound', 'a<audio src="https://t.test/1" autoplay>x</audio>b', 'ab'],
    ['a film', 'a<video poster="https://t.test/1"><source src=x></video>b', 'ab'],
    ['a style sheet', 'a<style>@import "https://t.test/1"</style>b', 'ab'],
    ['a link to a style sheet', 'a<link rel=stylesheet href="https://t.test/1">b', 'ab'],
    ['another base', 'a<base href="https://evil.test/">b', 'ab'],
    ['a redirection', 'a<meta http-equiv=refresh content="0;url=https://evil.test">b', 'ab'],
    ['a template', 'a<template><img src=x onerror=steal()></template>b', 'ab'],
    [
      'what shows without scripts',
      'a<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>b',
      'ab',
    ],
    ['a comment for one browser', 'a<!--[if IE]><script>steal()</script><![endif]-->b', 'ab'],
    ['a comment that ends early', 'a<!--><b onclick=steal()>c</b>-->b', 'a<b>c</b>--&gt;b'],
    ['an instruction', 'a<?xml-stylesheet href="https://t.test"?>b', 'ab'],
    ['raw text', 'a<xmp><b onclick=steal()></xmp>b', 'ab'],
    ['names for scripts to trip over', '<a name="body" id="getElementById">a</a>', '<a>a</a>'],
    ['a class of the page', '<p class="footer">a</p>', '<p>a</p>'],
    [
      'nothing but a name of JavaScript',
      '<b constructor="x" __proto__="y">a</b><constructor>b</constructor>',
      '<b>a</b>b',
    ],
  ])('%s', (_, html, expected) => {
    expect(safe(html)).toBe(expected)
  })
})

describe('tricks with styles', () => {
  test.each([
    ['over everything', 'position:fixed;top:0;left:0;z-index:99999'],
    ['moved away', 'margin-left:-9999px;text-indent:-999px;transform:scale(0)'],
    ['moved by a small step', 'margin:-1px'],
    ['far down', 'padding-top:4000px'],
    ['hidden', 'display:none;visibility:hidden;opacity:0;clip:rect(0,0,0,0)'],
    ['too small', 'font-size:1px'],
    ['smaller than what is around it', 'font-size:.1em;line-height:0'],
    ['huge', 'font-size:900px;line-height:90'],
    ['white on white', 'color:#fff;color:white;color:rgb(254,254,254)'],
    ['black on a dark screen', 'color:#000;color:windowtext'],
    ['a picture', 'background:url(https://t.test/1)'],
    ['a picture in disguise', 'background:u\\72l(https://t.test/1)'],
    ['a picture for a list', 'list-style-image:url(https://t.test/1)'],
    ['a picture by a set', 'background-color:image-set("https://t.test/1" 1x)'],
    ['a font', 'font-family:url(https://t.test/1)'],
    ['a font of pictures', 'font-family:Wingdings'],
    ['a program', 'width:expression(steal())'],
    ['a binding', '-moz-binding:url(https://t.test/1);behavior:url(x.htc)'],
    ['a comment', 'col/**/or:red'],
    ['a variable', '--x:red;color:var(--x)'],
    ['another element', 'color:red}b{color:red'],
    ['a quotation mark', 'font-family:a" onclick="steal()'],
  ])('%s', (_, style) => {
    const attribute = style.replace(/"/g, '&quot;')
    expect(safe(`<p style="${attribute}">a</p>`)).toBe('<p>a</p>')
  })

  test('what remains of a style is what was understood', () => {
    expect(safe('<p style="POSITION:absolute; Color : Red;; margin:0cm 0cm 8pt">a</p>')).toBe(
      '<p style="color:#ff0000;margin:0cm 0cm 8pt">a</p>',
    )
  })
})

/** Pieces that mean something to a parser, in any order. */
const junk = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...ELEMENTS.map((name) => `<${name}>`),
        ...ELEMENTS.map((name) => `</${name}>`),
        ...[
          'script',
          'style',
          'svg',
          'math',
          'title',
          'textarea',
          'iframe',
          'template',
          'xmp',
        ].flatMap((name) => [`<${name}>`, `</${name}>`]),
        ...[
          '<',
          '>',
          '"',
          "'",
          '=',
          '/',
          ' ',
          '&',
          '&lt;',
          '&#60;',
          '<!--',
          '-->',
          '<![CDATA[',
          ']]>',
        ],
        ...[
          '<a href="javascript:x',
          '<a href=https://a.test/ onclick=x>',
          '<p style="',
          'color:red',
          ';',
        ],
        ...[
          '<img src="cid:logo@globex"',
          '<img src=x alt=y>',
          ' onerror=x',
          'margin:-1px',
          '\0',
          '\n',
        ],
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

const everywhere = new Set(ATTRIBUTES['*'])

test('no element and no attribute outside the lists ever comes out', () => {
  fc.assert(
    fc.property(junk, (html) => {
      const faults: string[] = []
      const parser = new Parser({
        onopentag(name, attributes) {
          if (!ELEMENTS.includes(name)) faults.push(name)
          for (const [attribute, value] of Object.entries(attributes)) {
            const known = everywhere.has(attribute) || ATTRIBUTES[name]?.includes(attribute)
            if (!known) faults.push(`${name} ${attribute}`)
            if (attribute === 'href' && !/^(?:https?|mailto):/i.test(value)) faults.push(value)
            if (attribute === 'style' && /[()\\@<{/]/.test(value)) faults.push(value)
            if (attribute === 'src' && !cids.has(value.slice(4))) faults.push(value)
          }
        },
        oncomment: (text) => faults.push(text),
        onprocessinginstruction: (text) => faults.push(text),
      })
      parser.end(safe(html))
      expect(faults).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('sanitising what was sanitised takes no words, and settles', () => {
  const words = (html: string) => html.replace(/<[^>]*>/g, '')
  fc.assert(
    fc.property(junk, (html) => {
      const twice = safe(safe(html))
      expect(words(twice)).toBe(words(safe(html)))
      expect(safe(twice)).toBe(twice)
    }),
    { numRuns: 2000 },
  )
})

test('an element that is gone ends no paragraph any more', () => {
  expect(safe('<p>a<center2><hr>b</center2></p>')).toBe('<p>a<hr />b</p>')
  expect(safe('<p>a<hr />b</p>')).toBe('<p>a</p><hr />b<p></p>')
})

test.each([
  ['elements in elements', '<div>'],
  ['end tags that close nothing', '<div></x>'],
  ['cells and paragraphs', '<td><p>'],
  ['end tags in comments', '<div><!--</div>-->'],
  ['end tags in attributes', '<div><b title="></div>">'],
  ['end tags in scripts', '<div><script></div></script>'],
  ['beginnings of tags', '<b '],
  ['attributes', '<b a=1 '],
  ['pictures', '<img src=x>'],
  ['beginnings of comments', '<!--'],
  ['styles', '<i style="color:red;margin:0 0 0 0;font-family:a,b">x</i>'],
])('a megabyte of %s is done in a moment', async (_, piece) => {
  const html = piece.repeat(Math.floor((1024 * 1024) / piece.length))
  expect(await atBest(5000, () => safe(html))).toBeLessThan(5000)
})

test('what nests too deep keeps its words', () => {
  expect(safe(`${'<div>'.repeat(1000)}still <b>here</b>`)).toBe(
    '<div style="white-space:pre-wrap">still here</div>',
  )
})
