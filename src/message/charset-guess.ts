import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

/** How much is looked at: enough for a verdict, little enough for a hostile megabyte. */
const sampleSize = 16 * 1024

/**
 * The likeliest charset of 8-bit bytes that name none: UTF-8 where valid but for little, else by
 * how the bytes look when read as each candidate. A name that TextDecoder knows; `windows-1252`
 * when nothing speaks for another.
 */
export function guessCharset(bytes: Buffer): string {
  const sample = bytes.subarray(0, sampleSize)
  if (escapesToJapanese(sample)) return 'iso-2022-jp'
  if (isUtf8(bytes) || isDamagedUtf8(sample)) return 'utf-8'
  const { high, letters } = highBytes(sample)
  // In Latin scripts accented letters stand alone between plain ones.
  if (high * 2 < letters) return centralEuropean(sample) ? 'windows-1250' : 'windows-1252'
  const best = candidates
    .map((candidate) => ({ name: candidate.name, score: likelihood(sample, candidate) }))
    .reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0.5 ? best.name : 'windows-1252'
}

/** Programs cut long headers after so many bytes, in the middle of a character. */
function isDamagedUtf8(sample: Buffer): boolean {
  const text = sample.toString('utf8')
  const damaged = text.match(/\ufffd/g)?.length ?? 0
  const whole = text.match(/(?!\ufffd)\P{ASCII}/gu)?.length ?? 0
  return whole >= 5 && damaged <= whole / 8
}

interface Candidate {
  name: string
  /** Characters that running text of this charset mostly consists of. */
  common: RegExp
  /** How much a perfect fit is worth: wide alphabets fit foreign bytes by chance. */
  weight: number
}

const candidates: Candidate[] = [
  {
    name: 'shift_jis',
    common: /[\u3040-\u30ff\u3001\u3002]|[\u4e00-\u9fff](?=[\u3040-\u309f])/g,
    weight: 1.1,
  },
  {
    name: 'euc-jp',
    common: /[\u3040-\u30ff\u3001\u3002]|[\u4e00-\u9fff](?=[\u3040-\u309f])/g,
    weight: 1.1,
  },
  { name: 'koi8-r', common: /[а-яё]/g, weight: 1 },
  { name: 'windows-1251', common: /[а-яёіїєґў]/g, weight: 1 },
  { name: 'windows-1253', common: /[α-ωάέήίόύώ]/g, weight: 0.95 },
  { name: 'windows-1255', common: /[א-ת]/g, weight: 0.95 },
  { name: 'windows-1256', common: /[ء-ي]/g, weight: 0.9 },
  { name: 'euc-kr', common: /[가-힣]/g, weight: 1 },
  { name: 'gbk', common: /[\u4e00-\u9fff\uff0c\u3002\uff1a\uff01\uff1f]/g, weight: 0.9 },
  { name: 'big5', common: /[\u4e00-\u9fff\uff0c\u3002\uff1a\uff01\uff1f]/g, weight: 0.88 },
]

/** Share of the non-ASCII characters that are common ones, 0 when the bytes are not possible. */
function likelihood(sample: Buffer, { name, common, weight }: Candidate): number {
  const text = new TextDecoder(name).decode(sample)
  const foreign = text.match(/\P{ASCII}/gu)?.length ?? 0
  if (foreign === 0) return 0
  const damaged = text.match(/\ufffd|[\ue000-\uf8ff]/g)?.length ?? 0
  // The sample may end in the middle of a character.
  if (damaged > 1 + foreign / 50) return 0
  return ((text.match(common)?.length ?? 0) / foreign) * weight * frequency(name, text)
}

/**
 * Hanzi fit GBK, Big5 and EUC-KR bytes alike; the most frequent ones of running
 * text tell them apart.
 */
function frequency(name: string, text: string): number {
  if (name === 'gbk') return /[的是不我一有在你们这请问您好为中国]/.test(text) ? 1.15 : 0.9
  if (name === 'big5') return /[的是不我一有在你們這請問您好為]/.test(text) ? 1.15 : 0.8
  return 1
}

/** ISO-2022-JP (RFC 1468) is announced by escapes that no other text has. */
export function escapesToJapanese(sample: Buffer): boolean {
  return sample.includes('\x1b$B') || sample.includes('\x1b$@')
}

function highBytes(sample: Buffer): { high: number; letters: number } {
  let high = 0
  let letters = 0
  for (const byte of sample) {
    if (byte >= 0x80) high++
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) letters++
  }
  return { high, letters: letters + high }
}

/** Bytes that are letters of Polish, Czech and Hungarian, and rare signs in western text. */
function centralEuropean(sample: Buffer): boolean {
  let central = 0
  let western = 0
  for (const byte of sample) {
    if (byte < 0x80) continue
    if ([0xb9, 0xb3, 0x9c, 0x9f, 0xbf, 0xf8, 0xec, 0x9a, 0x9e, 0xf2, 0xf5, 0xfb].includes(byte))
      central++
    if ([0xe0, 0xe8, 0xf1, 0xe3, 0xe5, 0xdf, 0xc4, 0xfc, 0xf6].includes(byte)) western++
  }
  return central > western
}
