import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from '../../src/message/parse.ts'
import { type EarlierEntry, relayFor, type Words } from '../../src/notification/relay.ts'
import { htmlBeside, standsFor } from '../../src/notification/reply-html.ts'
import { person } from './around.ts'

describe('HTML stands for a text', () => {
  test.each([
    ['the reply', '<p>It <b>rings</b></p>', ['It rings', '-- \nAna'], ['-- \nAna']],
    [
      'the reply and the signature',
      '<p>It <b>rings</b></p><p>--<br />Ana</p>',
      ['It rings', '-- \nAna'],
      [],
    ],
    ['a text that is all there is', '<p>It <b>rings</b></p>', ['It rings'], []],
  ])('that shows %s', (_, html, parts, rest) => {
    expect(standsFor(html, parts)).toEqual({ html, rest })
  })

  test.each([
    [
      'a quote of a program that nobody knows',
      '<div><p>It <b>rings</b></p><p>On Monday Kim wrote:<br />Does it?</p></div>',
      '<div><p>It <b>rings</b></p></div>',
    ],
    [
      'a picture',
      '<div>It <b>rings</b><img src="cid:a@b" alt="" />Kim</div>',
      '<div>It <b>rings</b></div>',
    ],
  ])('and is cut where %s follows', (_, html, beginning) => {
    expect(standsFor(html, ['It rings'])).toEqual({ html: beginning, rest: [] })
  })

  test.each([
    ['a word more in the same breath', '<p>It rings not</p>', ['It rings']],
    ['a word before', '<p>Kim:</p><p>It rings</p>', ['It rings']],
    ['a word less', '<p>It</p>', ['It rings']],
    ['another order', '<p>rings It</p>', ['It rings']],
    ['words of a signature only', '<p>Ana</p>', ['It rings', 'Ana']],
  ])('but not with %s', (_, html, parts) => {
    expect(standsFor(html, parts)).toBeNull()
  })
})

describe('commands', () => {
  const beside = (replyHtml: string, reply: string) =>
    htmlBeside({ replyHtml, reply: 'with its commands' }, reply)

  test.each([
    [
      'at the end',
      '<div>Done.</div><div><br /></div><div>#close</div>',
      '<div>Done.</div><div><br /></div><div></div>',
    ],
    ['at the beginning', '<div>#note</div><div>Done.</div>', '<div></div><div>Done.</div>'],
    ['on both sides', '#close<br />Done.<br />#note', '<br />Done.<br />'],
    [
      'in the middle they are words',
      '<p>Write</p><p>#close</p><p>to close.</p><p>#note</p>',
      '<p>Write</p><p>#close</p><p>to close.</p><p></p>',
      'Write\n#close\nto close.',
    ],
    [
      'above a signature',
      '<p>Done.</p><p>#close</p><p>Bo Lin | Acme</p>',
      '<p>Done.</p><p></p><p>Bo Lin | Acme</p>',
    ],
  ])('%s', (_, html, expected, reply = 'Done.') => {
    expect(beside(html, reply)).toBe(expected)
  })

  test('HTML of a mail without commands is left as it is', () => {
    expect(htmlBeside({ replyHtml: '<p>#close</p>', reply: 'same' }, 'same')).toBe('<p>#close</p>')
  })
})

const SECRET = 'The customer has not paid since May'
const note: EarlierEntry = {
  at: '2026-11-02T09:00:00.000Z',
  from: person('Kim'),
  audience: 'support',
  reply: SECRET,
  attachments: 0,
}

const OPENINGS = [
  '<div class="gmail_quote"><blockquote class="gmail_quote">',
  '<blockquote type="cite">',
  '<div id="appendonsend"></div><div id="divRplyFwdMsg">From: Acme</div><div>',
  '<div class="protonmail_quote">',
  '<blockquote>',
  '<div class="some-new-program"><table><tr><td>',
  '<div style="display:none">',
  '<span style="font-size:1px;color:#fff">',
  '<details><summary>more</summary>',
  '<p>',
  '',
]

/** Our own mail in pieces, as a program may have torn it. */
const quoteOfOurs = fc
  .tuple(
    fc.constantFrom(...OPENINGS),
    fc.constantFrom('', '<div>On Mon, 2 Nov 2026 Acme Support wrote:</div>'),
    fc.constantFrom('', `<div style="display:none">${SECRET}</div>`, `<img alt="${SECRET}">`),
    fc.constantFrom('', '<p>##- Please reply above this line, keep the subject -##</p>'),
    fc.constantFrom(SECRET, SECRET.replace(/ /g, ' <b></b>'), `<p title="x">${SECRET}</p>`),
  )
  .map((pieces) => pieces.join(''))

const reply = fc.constantFrom('<p>Please <b>restart</b> it.</p>', '<div>Please restart it.</div>')
const TEXT_QUOTE = `On Mon, 2 Nov 2026 Acme Support wrote:\n> ##- Please reply above this line, keep the subject -##\n> ${SECRET}\n`

/** Whether HTML shows the note, however its words are marked up. */
const shows = (html: string) =>
  html.replace(/<[^>]*>|\s+/g, '').includes(SECRET.replace(/\s+/g, ''))

async function relayed(parts: { text: string | null; html: string }) {
  const html = `Content-Type: text/html; charset=utf-8\r\n\r\n${parts.html}\r\n`
  const plain = `Content-Type: text/plain; charset=utf-8\r\n\r\n${parts.text}\r\n`
  const body =
    parts.text === null
      ? html
      : `Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n${plain}--b\r\n${html}--b--\r\n`
  const mail = await parse(Buffer.from(`From: kim@acme.test\r\nSubject: Re: x\r\n${body}`))
  const words: Words = {
    writer: person('Kim'),
    audience: 'customer',
    reply: mail.reply,
    html: mail.replyHtml,
    text: mail.text,
    folds: mail.folds,
    attachments: [],
  }
  return relayFor('customer', words, [note])
}

test('a note of support that is quoted never reaches the customer in HTML', async () => {
  await fc.assert(
    fc.asyncProperty(reply, quoteOfOurs, async (answer, quote) => {
      const relay = await relayed({
        text: `Please restart it.\n\n${TEXT_QUOTE}`,
        html: answer + quote,
      })
      expect(relay.words).toBe('Please restart it.')
      expect(shows(relay.html?.words ?? '')).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('and HTML without a text beside it shows no more than the text that was made from it', async () => {
  await fc.assert(
    fc.asyncProperty(reply, quoteOfOurs, async (answer, quote) => {
      const relay = await relayed({ text: null, html: answer + quote })
      const text = `${relay.words}\n${relay.rest}`
      if (!shows(text)) expect(shows(relay.html?.words ?? '')).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('bold words travel where both forms say the same', async () => {
  const relay = await relayed({
    text: `Please *restart* it.\n\n${TEXT_QUOTE}`,
    html: `<p>Please <b>restart</b> it.</p><div class="gmail_quote">${SECRET}</div>`,
  })
  expect(relay.html).toEqual({ words: '<p>Please <b>restart</b> it.</p>', rest: '' })
})
