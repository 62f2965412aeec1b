import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { foldText, withoutFolds } from '../../src/message/reply-text.ts'
import { type EarlierEntry, relayFor, type Words } from '../../src/notification/relay.ts'
import type { Audience } from '../../src/ticket/ticket.ts'
import { person } from './around.ts'

const words = (change: Partial<Words> = {}): Words => ({
  writer: person('Ana'),
  audience: 'customer',
  reply: 'It rings again.',
  text: 'It rings again.',
  html: null,
  folds: [],
  attachments: [],
  ...change,
})

const entry = (reply: string, audience: Audience = 'customer'): EarlierEntry => ({
  at: '2026-03-01T08:00:00.000Z',
  from: person('Kim'),
  audience,
  reply,
  attachments: 0,
})

/** A mail of which the parts after the first are folded: [kind, text] each. */
function folded(reply: string, ...parts: [Words['folds'][number]['kind'], string][]): Words {
  let text = reply
  const folds = parts.map(([kind, part]) => {
    const start = text.length + 1
    text = `${text}\n${part}`
    return { kind, start, end: text.length }
  })
  return words({ reply, text, folds })
}

describe('what is shown of the mail itself', () => {
  test('the new text, then the signature, without a quote of ours and its announcement', () => {
    const mail = folded(
      'It rings again.',
      ['signature', '-- \nAna'],
      ['attribution', 'On Monday Acme wrote:'],
      ['quote', '> ##- Please reply above this line -##\n> Which phones?'],
    )
    const relay = relayFor('vendor', mail, [])
    expect(relay.words).toBe('It rings again.')
    expect(relay.rest).toBe('-- \nAna')
  })

  test('a quote of somebody else stays, announcement and all', () => {
    const mail = folded(
      'See below.',
      ['attribution', 'On Monday the carrier wrote:'],
      ['quote', '> The line is down.'],
    )
    expect(relayFor('vendor', mail, []).rest).toBe(
      'On Monday the carrier wrote:\n\n> The line is down.',
    )
  })

  test('an answer between the lines of our quote stays, though the fold took it', () => {
    const mail = folded('See below.', [
      'quote',
      '> ##- Please reply above this line -##\n> Which phones?\nAll of them.\n> Since when?\nMonday.',
    ])
    expect(relayFor('vendor', mail, []).rest).toBe('All of them.\nMonday.')
  })

  test('our mail, cut in pieces by answers, goes in all its pieces', () => {
    const text =
      'On Monday Acme wrote:\n> ##- Please reply above this line -##\n> Which phones?\n\nAll.\n\n> Since when?\n\nMonday.'
    const folds = foldText(text)
    const relay = relayFor('vendor', words({ text, folds, reply: withoutFolds(text, folds) }), [])
    expect(relay.words).toMatch(/All\.\s+Monday\.$/)
    expect(relay.rest).toBe('')
  })

  test('a mail without any new text is shown whole to support: the fold may hold it', () => {
    const mail = folded('', ['quote', '> ##- Please reply above this line -##\n> Hello\n\nHere!'])
    expect(relayFor('support', mail, []).words).toContain('Here!')
    expect(relayFor('customer', mail, []).words).toBe('')
  })

  test('a reader who may not see the mail is shown nothing of it', () => {
    const note = words({
      audience: 'vendor',
      attachments: [
        { ledgerId: 1, position: 0, name: 'a', type: 'b', size: 1, inline: false, contentId: null },
      ],
    })
    expect(relayFor('support', note, [])).toMatchObject({ words: '', rest: '', attachments: [] })
  })

  test('a quote that repeats an internal note never reaches the customer, marker or not', () => {
    const mail = folded('It is mended.', [
      'quote',
      '> Kim wrote:\n>> The client is\n>> wrong again',
    ])
    const note = entry('the client is wrong again', 'vendor')
    expect(relayFor('customer', mail, [note]).rest).toBe('')
    expect(relayFor('vendor', mail, [note]).rest).toContain('wrong again')
  })
})

describe('the conversation before it', () => {
  test('the newest five, and how many there are besides', () => {
    const all = Array.from({ length: 8 }, (_, i) => entry(`entry ${i}`))
    const relay = relayFor('customer', words(), all)
    expect(relay.earlier.map((e) => e.reply)).toEqual([0, 1, 2, 3, 4].map((i) => `entry ${i}`))
    expect(relay.more).toBe(3)
  })

  test('at most 20,000 characters: the entry that is too long is cut between words', () => {
    const relay = relayFor('customer', words(), [
      entry('first'),
      entry('word '.repeat(10_000)),
      entry('last'),
    ])
    expect(relay.earlier.map((e) => e.cut)).toEqual([false, true])
    expect(relay.earlier[1]?.reply).toMatch(/word$/)
    expect(relay.more).toBe(1)
  })

  test('whatever is said before, a reader is shown only what is for him', () => {
    const audience = fc.constantFrom<Audience>('customer', 'support', 'vendor')
    const entries = fc.array(fc.tuple(fc.string({ maxLength: 30 }), audience), { maxLength: 12 })
    const sees = { customer: ['customer'], support: ['customer', 'support'] } as const
    fc.assert(
      fc.property(entries, fc.constantFrom('customer' as const, 'support' as const), (all, who) => {
        const shown = relayFor(
          who,
          words(),
          all.map(([text, to]) => entry(text, to)),
        )
        const visible: readonly string[] = sees[who]
        const own = all.filter(([, to]) => visible.includes(to))
        expect(shown.earlier.every((e) => visible.includes(e.audience))).toBe(true)
        expect(shown.earlier.length + shown.more).toBe(own.length)
      }),
    )
  })
})
