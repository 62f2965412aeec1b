import { describe, expect, test } from '@jest/globals'
import { replyHtmlOf } from '../../../src/message/html/reply.ts'
import {
  wordsOfHtml,
  wordsOfText,
  wordsWithoutTargets,
} from '../../../src/message/html/shown-words.ts'
import type { Attachment } from '../../../src/message/mail.ts'
import { atBest } from '../stopwatch.ts'

const picture = (change: Partial<Attachment> = {}): Attachment => ({
  index: 0,
  name: 'phone.png',
  type: 'image/png',
  size: 3,
  sha256: '',
  inline: true,
  contentId: 'phone@globex',
  ...change,
})

const reply = (html: string, attachments: Attachment[] = []) => replyHtmlOf(html, attachments)

describe('quotes are left out, whoever made them', () => {
  test.each([
    [
      'Gmail',
      '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon Kim wrote:</div><blockquote class="gmail_quote">Q</blockquote></div>',
    ],
    ['Apple Mail', '<blockquote type="cite"><div>On 2 Nov, Kim wrote:</div>Q</blockquote>'],
    [
      'Thunderbird',
      '<div class="moz-cite-prefix">On 2 Nov, Kim wrote:</div><blockquote type="cite" cite="mid:x">Q</blockquote>',
    ],
    ['Yahoo', '<div id="ydp1yahoo_quoted_1" class="ydp2d yahoo_quoted">Q</div>'],
    [
      'Proton',
      '<div class="protonmail_quote">On Mon Kim wrote:<blockquote class="protonmail_quote">Q</blockquote></div>',
    ],
    [
      'Outlook on the web',
      '<div id="appendonsend"></div><hr tabindex="-1" style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> Kim</div><div>Q</div>',
    ],
    [
      'Outlook on the web, passed on',
      '<div id="x_divRplyFwdMsg"><b>From:</b> Kim</div><div>Q</div>',
    ],
    [
      'Outlook',
      `<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p><b>From:</b> Kim</p></div><p>Q</p>`,
    ],
    [
      'Outlook on a phone',
      '<div id="mail-editor-reference-message-container"><div>From: Kim</div>Q</div>',
    ],
    ['Zimbra', '<hr id="zwchr" data-marker="__DIVIDER__"><div><b>From: </b>Kim</div>Q'],
    ['Zoho', '<div class="zmail_extra">---- On Mon Kim wrote ----<blockquote>Q</blockquote></div>'],
    [
      'Spark',
      '<div name="messageReplySection">On Mon Kim wrote:<blockquote type="cite">Q</blockquote></div>',
    ],
    [
      'our own marker line',
      '<p>##- Please reply above this line, keep the subject -##</p><p>Q</p></div><p>Q2</p>',
    ],
  ])('%s', (_, quote) => {
    expect(reply(`<div>It <b>rings</b>.</div>${quote}`)).toMatch(
      /^<div>It <b>rings<\/b>\.<\/div>(<p><\/p>)?$/,
    )
  })

  test('answers between quotes stay', () => {
    const html =
      '<blockquote type="cite">Which?</blockquote><p>All</p><blockquote type="cite">When?</blockquote><p>Monday</p>'
    expect(reply(html)).toBe('<p>All</p><p>Monday</p>')
  })

  test('an indented paragraph is no quote', () => {
    expect(reply('<blockquote><p>All</p></blockquote>')).toBe('<blockquote><p>All</p></blockquote>')
  })
})

describe('pictures', () => {
  test('of the mail itself are shown', () => {
    expect(reply('<img src="cid:phone@globex">', [picture()])).toBe(
      '<img src="cid:phone@globex" alt="" />',
    )
  })

  test.each([
    ['a drawing that may hold a program', [picture({ type: 'image/svg+xml' })]],
    ['a document', [picture({ type: 'text/html' })]],
    ['of another mail', [picture({ contentId: 'other@globex' })]],
  ])('%s is not', (_, attachments) => {
    expect(reply('<img src="cid:phone@globex">', attachments)).toBe('<span>[🖼]</span>')
  })
})

test('nothing is told by the name of a picture: it is in no text to compare with', () => {
  const html =
    '<p>a <img src="cid:phone@globex" alt="b"> <img src="https://t.test/1" alt="c"> [🖼 d]</p>'
  expect(reply(html, [picture()])).toBe(
    '<p>a <img src="cid:phone@globex" alt="" /> <span>[🖼]</span> [🖼]</p>',
  )
})

test('what shows nothing, or far too much, is no HTML to pass on', () => {
  expect(reply('<div>&nbsp;<br></div>')).toBeNull()
  expect(reply('<blockquote type="cite">Q</blockquote>')).toBeNull()
  expect(reply(`<p>${'word '.repeat(30_000)}</p>`)).toBeNull()
})

test.each([
  ['quotes', 'x'.repeat(500_000) + '<blockquote type=cite></blockquote>'.repeat(14_000)],
  ['beginnings of dividers', '<div '.repeat(200_000)],
  ['beginnings of marks', '[🖼'.repeat(200_000)],
  ['marker lines', '##-'.repeat(300_000)],
  ['pictures', '<img alt="a" src="cid:phone@globex">'.repeat(28_000)],
  ['pictures of one dot', `${'word '.repeat(100_000)}${'<img width=1>'.repeat(38_000)}`],
])('half a megabyte of %s is read in a moment', async (_, html) => {
  expect(await atBest(3000, () => reply(html, [picture()]))).toBeLessThan(3000)
})

describe('the words of both forms are the same', () => {
  test.each([
    ['emphasis', 'It *never* rings', '<p>It <b>nev</b>er <i>rings</i></p>'],
    ['wrapped lines', 'a long\nline', '<p>a long line</p>'],
    ['a list', 'Two:\n\n 1. red\n 2. blue', '<p>Two:</p><ol><li>red</li><li>blue</li></ol>'],
    [
      'a link',
      'see here <https://globex.test/a?b=1>',
      '<p>see <a href="https://globex.test/a?b=1">here</a></p>',
    ],
    [
      'a picture',
      'see [cid:image001.png@01D] below',
      '<p>see <img src="cid:x" alt="y" /> below</p>',
    ],
    ['a picture that is not shown', 'see [image: Logo]', '<p>see <span>[🖼]</span></p>'],
    [
      'a link in brackets',
      'see (https://a.test/x)',
      '<p>see <a href="https://a.test/x">(</a>)</p>',
    ],
    ['entities', 'a & b < c "d"', '<p>a &amp; b &lt; c &quot;d&quot;</p>'],
    ['what looks like an entity', '&lt;', '<p>&amp;lt;</p>'],
    ['composed letters', 'Zoe\u0308', '<p>Zoë</p>'],
  ])('%s', (_, text, html) => {
    expect([wordsOfText(text), wordsWithoutTargets(text)]).toContain(wordsOfHtml(html))
  })

  test.each([
    ['one word more', '<p>It rings <span>not</span></p>'],
    ['what looks like the address of a link', '<p>It rings &lt;https://not&gt;</p>'],
    ['what looks like the name of a picture', '<p>It rings [image: not]</p>'],
    ['what looks like a mark of ours', '<p>It rings [🖼 not]</p>'],
  ])('%s in HTML is seen', (_, html) => {
    expect(wordsOfHtml(html)).toMatch(/^Itrings\w*not$/)
  })
})
