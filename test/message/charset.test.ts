import { describe, expect, test } from '@jest/globals'
import { decodeText } from '../../src/message/charset.ts'

const bytes = (hex: string) => Buffer.from(hex.replace(/ /g, ''), 'hex')

describe('declared charsets', () => {
  test.each([
    ['caf\u00e9', 'iso-8859-1', Buffer.from('caf\u00e9', 'latin1')],
    ['café', 'UTF-8', Buffer.from('café')],
    ['café', 'utf8', Buffer.from('\ufeffcafé')],
    ['plain', 'us-ascii', Buffer.from('plain')],
    ['日本', 'cp932', bytes('93fa967b')],
    ['日本', 'ISO-2022-JP', Buffer.from('\x1b$BF|K\\\x1b(B', 'latin1')],
    ['日本', 'iso-2022-jp-ms', Buffer.from('\x1b$BF|K\\\x1b(B', 'latin1')],
    ['日本', 'cp50221', Buffer.from('\x1b$BF|K\\\x1b(B', 'latin1')],
    ['niña', 'utf-16', bytes('feff 006e 0069 00f1 0061')],
    ['niña', 'utf-16', bytes('fffe 6e00 6900 f100 6100')],
    ['你好\n', 'utf-16le', bytes('604f 7d59 0a00')],
    ['한국', 'ks_c_5601-1987', bytes('c7d1b1b9')],
    ['中国', 'gb2312', bytes('d6d0b9fa')],
    ['ж', 'koi8-r', bytes('d6')],
    ['€', 'windows-1252', bytes('80')],
    ['Grüße, 1 + 1 = 2, ±日本', 'UTF-7', Buffer.from('Gr+APwA3w-e, 1 +- 1 = 2, +ALFl5Wcs')],
    ['A≢Α.', 'unicode-1-1-utf-7', Buffer.from('A+ImIDkQ.')],
    ['a + b', 'x-utf-7', Buffer.from('a + b')],
  ])('%s in %s', (text, charset, raw) => {
    expect(decodeText(raw, charset)).toEqual({ text, defect: null })
  })
})

describe('guessed charsets', () => {
  const windows1251 = 'cff0e8e2e5f22c20eceee920f2e5ebe5f4eeed20ede520e7e2eeede8f2'
  const koi8 = 'f0d2c9d7c5d42c20cdcfca20d4c5ccc5c6cfce20cec520dad7cfcec9d4'
  const text = 'Привет, мой телефон не звонит'
  test.each([
    [text, bytes(windows1251)],
    ['Юникод запреще�', Buffer.from('Юникод запрещен').subarray(0, -1)],
    [text, bytes(koi8)],
    ['Grüße', Buffer.from('Grüße', 'latin1')],
    ['Grüße', Buffer.from('Grüße')],
    ['日本 1', Buffer.from('\x1b$BF|K\\\x1b(B 1', 'latin1')],
    // Shift_JIS, EUC-JP, EUC-KR and GBK of everyday sentences
    ['電話が鳴りません。', bytes('9364986282aa96c282e882dc82b982f18142')],
    ['こんにちは、助けて', bytes('a4b3a4f3a4cba4c1a4cfa1a2bdf5a4b1a4c6')],
    ['전화가 울리지 않습니다', bytes('c0fcc8adb0a120bfefb8aec1f620becabdc0b4cfb4d9')],
    ['你好，我的电话不响', bytes('c4e3bac3a3acced2b5c4b5e7bbb0b2bbcfec')],
  ])('%s', (expected, raw) => {
    for (const claim of [null, 'x-unknown', 'us-ascii'])
      expect(decodeText(raw, claim).text).toBe(expected)
  })

  test.each(['iso-8859-1', 'windows-1252', 'latin1', 'iso-8859-15', 'utf-16', 'unicode'])(
    'UTF-8 that claims %s is read as what it is',
    (claim) => {
      const raw = Buffer.from('El teléfono, mañana')
      expect(decodeText(raw, claim)).toEqual({
        text: 'El teléfono, mañana',
        defect: `Text claims ${claim} and is not: read as utf-8`,
      })
    },
  )

  test('say that they are guessed', () => {
    expect(decodeText(bytes(windows1251), null).defect).toContain('windows-1251')
    expect(decodeText(bytes(windows1251), 'no-such-thing').defect).toContain('unknown')
    expect(decodeText(bytes(windows1251), 'utf-8').text).toBe(text)
  })

  test('UTF-8 with a damaged character stays UTF-8', () => {
    const damaged = Buffer.concat([Buffer.from('Grüße aus München'), bytes('c3')])
    expect(decodeText(damaged, 'utf-8').text).toBe('Grüße aus München\ufffd')
  })

  test('any bytes under any name give some text', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    for (const name of ['utf-7', '../../etc', 'a'.repeat(500), '\u0000', 'iso-2022-cn'])
      expect(decodeText(all, name).text.length).toBeGreaterThan(0)
  })
})
