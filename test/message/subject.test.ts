import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  baseSubject,
  saysForwarded,
  tagsIn,
  withoutTags,
  withTag,
} from '../../src/message/subject.ts'
import { atBest } from './stopwatch.ts'

describe('the base of a subject', () => {
  test.each([
    ['The phone does not ring', 'The phone does not ring'],
    ['Re: phone', 'phone'],
    ['RE: Re: re: phone', 'phone'],
    ['Fwd: Re: FW: phone', 'phone'],
    ['Re[2]: phone', 'phone'],
    ['Re(3): phone', 'phone'],
    ['RE [4] : phone', 'phone'],
    ['Re^2: phone', 'phone'],
    ['Aw: Wg: Telefon', 'Telefon'],
    ['AW: Antwort: Telefon', 'Telefon'],
    ['RV: Rta: teléfono', 'teléfono'],
    ['TR: Réf: téléphone', 'téléphone'],
    ['R: I: telefono', 'telefono'],
    ['Res: ENC: telefone', 'telefone'],
    ['Antw: Doorst: telefoon', 'telefoon'],
    ['SV: VB: telefon', 'telefon'],
    ['VS: VL: puhelin', 'puhelin'],
    ['Odp: PD: telefon', 'telefon'],
    ['回复：转发：电话', '电话'],
    ['Re：电话', '电话'],
    ['答复: RE: 电话', '电话'],
    ['Ответ: телефон', 'телефон'],
    ['رد: هاتف', 'هاتف'],
    ['phone (fwd)', 'phone'],
    ['[users] phone', '[users] phone'],
    ['Re: [users] Re: phone', '[users] Re: phone'],
    ['Result: 5', 'Result: 5'],
    ['Invoice: 5', 'Invoice: 5'],
    ['  Re:   phone \r\n rings ', 'phone rings'],
    ['Re:', ''],
    ['', ''],
  ])('of %j is %j', (subject, base) => {
    expect(baseSubject(subject)).toBe(base)
  })

  test('takes no longer for a subject of a megabyte', async () => {
    const subject = 'Re: '.repeat(250_000)
    expect(baseSubject(subject).length).toBeLessThan(1000)
    expect(await atBest(500, () => baseSubject(subject))).toBeLessThan(500)
  })
})

const ticket = (number: number) => ({ kind: 'ticket', number })

describe('tags', () => {
  test.each([
    ['[Acme#100042] phone', [ticket(100042)]],
    ['Re: [acme#100042] phone', [ticket(100042)]],
    ['phone[ACME#7]', [ticket(7)]],
    ['[Acme#1] and [Acme#2] and [Acme#1]', [ticket(1), ticket(2)]],
    ['[Acme#M17-k3f9q2] form', [{ kind: 'signed', id: 'M17', signature: 'k3f9q2' }]],
    ['[acme#m17-K3F9Q2] form', [{ kind: 'signed', id: 'M17', signature: 'k3f9q2' }]],
    ['[Other#100042] phone', []],
    ['[Acme #100042]', []],
    ['[Acme# 100042]', []],
    ['(Acme#100042)', []],
    ['[Acme#]', []],
    ['[AcmeX#1]', []],
    ['[Acme#12a]', []],
  ])('of our own in %j', (subject, own) => {
    expect(tagsIn(subject, 'Acme').own).toEqual(own)
  })

  test.each([
    ['Ticket 100042', [100042]],
    ['about #100042 again', [100042]],
    ['Acme#100042', [100042]],
    ['[Acme #100042]', [100042]],
    ['[Acme#100042]', []],
    ['[Other#100043] phone', []],
    ['room 42', []],
  ])('suggested by %j', (subject, suggestions) => {
    expect(tagsIn(subject, 'Acme').suggestions).toEqual(suggestions)
  })

  test('a word with signs that mean something in patterns is taken as it stands', () => {
    expect(tagsIn('[A.C(M)E-1#5] x', 'A.C(M)E-1').own).toEqual([ticket(5)])
    expect(tagsIn('[AxC(M)E-1#5] x', 'A.C(M)E-1').own).toEqual([])
  })
})

describe('the subject of our own mails', () => {
  test.each([
    ['Re: phone', '[Acme#5] phone'],
    ['[Acme#5] phone', '[Acme#5] phone'],
    ['Re: [Acme#5] Re: phone', '[Acme#5] phone'],
    ['Re: [Acme#4] Fwd: [acme#5] phone', '[Acme#5] phone'],
    ['[Acme#M17-k3f9q2] phone', '[Acme#5] phone'],
    ['[Other#9] phone', '[Acme#5] [Other#9] phone'],
    ['phone\r\nBcc: victim@example.com', '[Acme#5] phone Bcc: victim@example.com'],
    ['', '[Acme#5]'],
  ])('for %j is %j', (subject, tagged) => {
    expect(withTag(subject, 'Acme', 5)).toBe(tagged)
  })

  const subject = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          'Re: ',
          'AW: ',
          '[Acme#1]',
          '[acme#99] ',
          '[Other#3] ',
          'Fwd: ',
          'x',
          '\r\n',
          ' ',
          '#',
          '[Acme#',
        ),
      )
      .map((pieces) => pieces.join('')),
  )
  const number = fc.integer({ min: 1, max: 999_999_999 })

  test('carries the ticket, once, on one line, whatever the subject was', () => {
    fc.assert(
      fc.property(subject, number, (text, ticketNumber) => {
        const tagged = withTag(text, 'Acme', ticketNumber)
        expect(tagsIn(tagged, 'Acme').own).toEqual([ticket(ticketNumber)])
        expect(tagged).not.toMatch(/[\r\n\0]/)
      }),
    )
  })

  test('does not change when it comes back and is made again', () => {
    fc.assert(
      fc.property(subject, number, (text, ticketNumber) => {
        const tagged = withTag(text, 'Acme', ticketNumber)
        expect(withTag(`Re: ${tagged}`, 'Acme', ticketNumber)).toBe(tagged)
        expect(withoutTags(tagged, 'Acme')).toBe(withoutTags(text, 'Acme'))
      }),
    )
  })
})

test.each([
  ['Fwd: phone', true],
  ['WG: Telefon', true],
  ['Re: phone', false],
  ['phone', false],
])('%j is forwarded: %j', (subject, forwarded) => {
  expect(saysForwarded(subject)).toBe(forwarded)
})
