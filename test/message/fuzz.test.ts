import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Mail } from '../../src/message/mail.ts'
import { parse } from '../../src/message/parse.ts'
import { trees } from './mime-trees.ts'
import { stopwatch } from './stopwatch.ts'

/** Mails that are tried; FUZZ_CASES asks for more, or for less while working. */
const cases = Number(process.env.FUZZ_CASES ?? 10_000)
/** No mail of this size may take longer, on the slowest machine. */
const deadline = 3000

const value = fc.oneof(
  fc.constantFrom(
    'Ana <ana@example.com>',
    '"ana@example.com" <bob@example.net>',
    'team: a@b.example, c@d.example;',
    '=?utf-8?q?caf=C3=A9?= =?gbk?b?xOM=?=',
    '=?utf-8?b?=?= =?iso-2022-jp?b?GyRC?=',
    'multipart/mixed',
    'multipart/mixed; boundary=""',
    'multipart/alternative; boundary=e; boundary=f',
    'text/plain; charset=utf-16',
    'text/html; charset=iso-2022-jp',
    'message/rfc822',
    'message/delivery-status',
    'application/ms-tnef; name=winmail.dat',
    'attachment; filename*0*=utf-8\'\'a%; filename*2=b; filename="../c"',
    'base64',
    'quoted-printable',
    'x-uuencode',
    'auto-replied',
    '<a@b> <c@d',
    'Mon, 99 Nov 99999 99:99:99 +9999',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)
const field = fc.tuple(
  fc.constantFrom(
    'From',
    'To',
    'Subject',
    'Date',
    'Message-ID',
    'References',
    'Return-Path',
    'Auto-Submitted',
    'Content-Type',
    'Content-Transfer-Encoding',
    'Content-Disposition',
    'Content-ID',
  ),
  value,
)
const heads = fc
  .array(field, { maxLength: 8 })
  .map((fields) => fields.map(([name, text]) => `${name}: ${text}\r\n`).join(''))

const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('flip' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bits: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.oneof(
      heads,
      fc.constantFrom('\r\n\r\n', '\r', '\n', '--', '=?', '"', '(', '\0', '\ud800', '=\r\n', '> '),
    ),
  }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 200 }),
  }),
)

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(bytes: Buffer, how: Change): Buffer {
  const at = Math.floor(how.at * bytes.length)
  const before = bytes.subarray(0, at)
  const after = bytes.subarray(at)
  if (how.kind === 'cut') return before
  if (how.kind === 'insert') return Buffer.concat([before, Buffer.from(how.text), after])
  if (how.kind === 'repeat') return Buffer.concat([before, after.subarray(0, how.length), after])
  const flipped = Buffer.from(bytes)
  flipped[at] = (flipped[at] ?? 0) ^ how.bits
  return flipped
}

const valid = 'From: Ana <ana@example.com>\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n'

test('a valid mail loses no attachment and no byte of one', async () => {
  await fc.assert(
    fc.asyncProperty(trees, async ({ bytes, hashes }) => {
      const mail = await parse(Buffer.concat([Buffer.from(valid), bytes]))
      expect(mail.attachments.map(({ sha256 }) => sha256)).toEqual(hashes)
      expect(mail.attachments.map(({ index }) => index)).toEqual(hashes.map((_, i) => i))
      expectSound(mail)
    }),
    { numRuns: cases / 4 },
  )
}, 300_000)

test('a mail that is cut, bent and flooded at any place is read all the same', async () => {
  const mutated = fc.tuple(heads, trees, fc.array(change, { maxLength: 6 }))
  await fc.assert(
    fc.asyncProperty(mutated, async ([head, { bytes }, changes]) => {
      const whole = Buffer.concat([Buffer.from(head), bytes])
      const spent = stopwatch()
      expectSound(await parse(changes.reduce(changed, whole)))
      expect(spent()).toBeLessThan(deadline)
    }),
    { numRuns: (cases * 3) / 4 },
  )
}, 300_000)

/** What holds for every mail, whatever its bytes were. */
function expectSound(mail: Mail): void {
  let at = 0
  let visible = ''
  for (const { start, end } of mail.folds) {
    if (start < at || end <= start || end > mail.text.length) throw new Error('a fold out of place')
    visible += mail.text.slice(at, start)
    at = end
  }
  expect(visible + mail.text.slice(at)).toBe(mail.reply)
  const all = JSON.stringify(mail)
  // JSON writes a lone surrogate as an escape, a pair as itself.
  expect(/\\u0000|\\ud[89a-f]/.exec(all)?.[0]).toBeUndefined()
  expect(mail.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  for (const { name } of mail.attachments) expect(name).toMatch(/^[^/\\]+$/)
}
