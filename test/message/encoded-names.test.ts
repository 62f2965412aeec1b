import { describe, expect, test } from '@jest/globals'
import { decodeWords } from '../../src/message/encoded-words.ts'
import { parse } from '../../src/message/parse.ts'
import { atBest } from './stopwatch.ts'

describe('an encoded word (RFC 2047), whole or broken', () => {
  test.each([
    // Split multibyte.
    ['=?utf-8?b?4oI=?= =?utf-8?b?rA==?=', '€'],
    ['=?gb2312?b?xOM=?==?gb2312?b?usM=?=', '你好'],
    ['=?gb2312?b?xA==?= =?gb2312?b?47rD?=', '你好'],
    ['=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= =?ISO-2022-JP?B?GyRCOGwbKEI=?=', '日本語'],
    ['=?iso-2022-jp?b?GyRCRnw=?= =?iso-2022-jp?b?S1wbKEI=?=', '日本'],
    // No charset.
    ['=??q?caf=C3=A9?=', 'café'],
    ['=??b?Y2Fmw6k=?=', 'café'],
    // Q with spaces, upper/lower.
    ['=?utf-8?Q?caf=c3=a9 au lait?=', 'café au lait'],
    ['=?utf-8?q?a_b__c?=', 'a b  c'],
    // Missing ?=.
    ['=?utf-8?q?caf=C3=A9', 'café'],
    ['=?utf-8?b?Y2Fmw6k=', 'café'],
    ['=?utf-8?b?Y2Fmw6k=?', 'café'],
    ['=?utf-8?q?one?= =?utf-8?q?tw=C3=B6', 'onetwö'],
    // Adjacent with tabs and newline.
    ['=?utf-8?q?a?=\t\t=?utf-8?q?b?=', 'ab'],
    ['=?utf-8?q?a?= and =?utf-8?q?b?=', 'a and b'],
    ['x=?utf-8?q?=C3=A9?=y', 'xéy'],
    // Nested.
    ['=?utf-8?q?=3D=3Futf-8=3Fq=3Fcaf=3DC3=3DA9=3F=3D?=', 'café'],
    ['=?utf-8?b?PT91dGYtOD9xP2NhZj1DMz1BOT89?=', 'café'],
    // In quotes.
    ['"=?utf-8?q?caf=C3=A9?="', '"café"'],
    // B64 with spaces / newlines / url-safe / junk.
    ['=?utf-8?b?Y2Fm w6k=?=', 'café'],
    ['=?utf-8?b?Y2Fmw6k====?=', 'café'],
    // Split base64 quantum between words (no padding).
    ['=?utf-8?b?Y2Fmw?= =?utf-8?b?6k=?=', 'café'],
    // Base64 with padding in the middle.
    ['=?utf-8?b?Y2E=Zg==?=', 'caf'],
    // Space within charset / around.
    ['=?utf-8 ?q?caf=C3=A9?=', 'café'],
    ['=? utf-8?q?caf=C3=A9?=', 'café'],
    ['=?"utf-8"?q?caf=C3=A9?=', 'café'],
    ["=?utf-8'en'?q?caf=C3=A9?=", 'café'],
    ['=?UTF8?Q?caf=C3=A9?=', 'café'],
    ['=?utf_8?q?caf=C3=A9?=', 'café'],
    ['=?utf-8?q?50=25_off=21?=', '50% off!'],
    ['=?utf-8?q?a=ZZb=?=', 'a=ZZb='],
    ['=?windows-1252?q?=80_5?=', '€ 5'],
    ['=?us-ascii?q?caf=C3=A9?=', 'café'],
    ['=?iso-8859-1?q?caf=C3=A9?=', 'café'],
    ['=?utf-8?q?caf=E9?=', 'café'],
    ['=?unknown?q?caf=E9?=', 'café'],
    ['=?utf-8?Q?=F0=9F=98?= =?utf-8?Q?=80?=', '😀'],
    ['=?utf-8?q??=', ''],
    ['a =?utf-8?q??= b', 'a  b'],
    ['=?utf-8?b?4pyT?= =?utf-8?q?_done?=', '✓ done'],
  ])('%j reads %j', (text, decoded) => {
    expect(decodeWords(text)).toBe(decoded)
  })
})

describe('the name of a file (RFC 2231, RFC 2183), whole or broken', () => {
  test.each([
    [`Content-Type: a/b; name="=?utf-8?q?caf=C3=A9.txt?="`, 'café.txt'],
    [`Content-Type: a/b; name==?utf-8?q?caf=C3=A9.txt?=`, 'café.txt'],
    [`Content-Type: a/b; name="=?utf-8?b?Y2Fm?=\r\n =?utf-8?b?w6kudHh0?="`, 'café.txt'],
    [`Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*="utf-8''caf%C3%A9.txt"`, 'café.txt'],
    [`Content-Disposition: attachment; filename*=UTF-8'en'caf%c3%a9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*1*=%A9.txt; filename*0*=utf-8''caf%C3`, 'café.txt'],
    [`Content-Disposition: attachment; filename*0="one "; filename*1="two.txt"`, 'one two.txt'],
    [
      `Content-Disposition: attachment; filename*0*=utf-8''caf%C3%A9; filename*1=" 100%.txt"`,
      'café 100%.txt',
    ],
    [
      `Content-Disposition: attachment; filename="cafe.txt"; filename*=utf-8''caf%C3%A9.txt`,
      'café.txt',
    ],
    [
      `Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.txt; filename="cafe.txt"`,
      'café.txt',
    ],
    [`Content-Disposition: attachment; filename*=caf%C3%A9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*=''caf%C3%A9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*=iso-8859-1''caf%E9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename*=gbk''%C4%E3%BA%C3.txt`, '你好.txt'],
    [`Content-Disposition: attachment; filename*=utf-8''100%.txt`, '100%.txt'],
    [`Content-Disposition: attachment; filename=two words.txt`, 'two words.txt'],
    [`Content-Disposition: attachment; filename=caf\u00e9.txt`, 'café.txt'],
    [`Content-Disposition: attachment; filename="a\\"b.txt"`, 'a_b.txt'],
    [`Content-Disposition: attachment; filename="C:\\Users\\ana\\plan.txt"`, 'plan.txt'],
    [`Content-Disposition: attachment; filename="unclosed.txt`, 'unclosed.txt'],
    [`Content-Disposition: attachment; FileName="Big.TXT"`, 'Big.TXT'],
    [`Content-Disposition: attachment; filename="a;b.txt"`, 'a;b.txt'],
    [`Content-Disposition: attachment;filename=a.txt;size=3`, 'a.txt'],
    [`Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9?= plan.txt"`, 'café plan.txt'],
    [
      `Content-Disposition: attachment; filename*0="=?utf-8?b?Y2Fm"; filename*1="w6kudHh0?="`,
      'café.txt',
    ],
    [
      `Content-Disposition: attachment; filename==?utf-8?b?Y2Fmw6kg?=\r\n =?utf-8?b?cGxhbi50eHQ=?=`,
      'café plan.txt',
    ],
    [
      `Content-Disposition: attachment; filename*0*=utf-8''a; filename*1*=b; filename*2*=c; filename*3*=d; filename*4*=e; filename*5*=f; filename*6*=g; filename*7*=h; filename*8*=i; filename*9*=j; filename*10*=k.txt`,
      'abcdefghijk.txt',
    ],
    [
      `Content-Type: a/b; name*=utf-8''caf%C3%A9.txt\r\nContent-Disposition: attachment`,
      'café.txt',
    ],
    [
      `Content-Type: a/b; name="x.txt"\r\nContent-Disposition: attachment; filename="y.txt"`,
      'y.txt',
    ],
    [`Content-Disposition: attachment; filename=""\r\nContent-Type: a/b; name="x.txt"`, 'x.txt'],
    [`Content-Disposition: attachment; filename="caf%C3%A9.txt"`, 'caf%C3%A9.txt'],
  ])('%j is %j', async (head, name) => {
    const type = /^Content-Type/m.test(head) ? '' : 'Content-Type: application/x-y\r\n'
    const start = 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=e\r\n\r\n--e\r\n'
    const mail = await parse(Buffer.from(`${start}${type}${head}\r\n\r\nx\r\n--e--\r\n`))
    expect(mail.attachments.map((attachment) => attachment.name)).toEqual([name])
  })

  test('in 50,000 sections costs no more than its size', async () => {
    const sections = Array.from({ length: 50_000 }, (_, i) => `name*${i}*=x`).join('; ')
    const mail = Buffer.from(`From: a@b.example\r\nContent-Type: a/b; ${sections}\r\n\r\nx`)
    expect(await atBest(2000, () => parse(mail))).toBeLessThan(2000)
  })
})
