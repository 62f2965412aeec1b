import { describe, expect, test } from '@jest/globals'
import type { Piece } from '../servers/tcp-proxy.ts'
import { beforeAnswer, type Cut, inCommand, inLiteral, inText } from './cuts.ts'

/** `> TEXT` from the client, `< TEXT` from the server, on connection 1; `2>` on another. */
function firstCut(cut: Cut, ...talk: string[]): [number, number] | null {
  for (const [i, line] of talk.entries()) {
    const [, connection, side, text = ''] = /^(\d?)([<>]) (.*)$/s.exec(line) ?? []
    const from = side === '>' ? 'client' : 'server'
    const piece: Piece = { connection: Number(connection || 1), from, bytes: Buffer.from(text) }
    const bytes = cut(piece)
    if (bytes !== null) return [i, bytes]
  }
  return null
}

const WRITTEN = [
  '< 250 ok\r\n354 go on\r\n',
  '> Subject: a\r\n\r\nb',
  '> \r\n.\r\n',
  '< 250 taken\r\n',
]

describe('connections are cut', () => {
  test('in a command, after those that are spared', () => {
    expect(firstCut(inCommand(/^/, 0, 0), '< * OK\r\n', '> a NOOP\r\n')).toEqual([1, 1])
    expect(firstCut(inCommand(/^/, 1, 0.99), '> a NOOP\r\n', '> b NOOP\r\n')).toEqual([1, 7])
    expect(firstCut(inCommand(/^MAIL/, 0, 0), '> EHLO a\r\n')).toBeNull()
  })

  test('in a literal, also where it goes on in the next piece', () => {
    const whole = '< * 1 FETCH (BODY[] {4}\r\nabcd)\r\n'
    expect(firstCut(inLiteral(0, 0), whole)).toEqual([0, 24])
    expect(firstCut(inLiteral(0, 0.99), whole)).toEqual([0, 26])
    expect(firstCut(inLiteral(0, 0.5), '< * 1 FETCH (BODY[] {900}\r\nabcd')).toEqual([0, 29])
    expect(firstCut(inLiteral(1, 0), whole)).toBeNull()
  })

  test('in the text of a mail', () => {
    expect(firstCut(inText(0), ...WRITTEN)).toEqual([1, 7])
    expect(firstCut(inText(0), '< 354 go on\r\n', '2> Subject: of another\r\n')).toBeNull()
    expect(firstCut(inText(1), ...WRITTEN, ...WRITTEN)).toEqual([5, 7])
  })

  test('after the text of a mail, before the answer', () => {
    expect(firstCut(beforeAnswer(0), ...WRITTEN)).toEqual([3, 0])
    expect(firstCut(beforeAnswer(0), ...WRITTEN.slice(0, 2), '< 421 going\r\n')).toBeNull()
    expect(firstCut(beforeAnswer(1), ...WRITTEN, ...WRITTEN)).toEqual([7, 0])
  })
})
