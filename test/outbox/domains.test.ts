import { expect, test } from '@jest/globals'
import { domainWait, isAboutDomain } from '../../src/outbox/backoff.ts'
import { createDomains } from '../../src/outbox/domains.ts'
import type { Answer } from '../../src/outbox/smtp.ts'

const DAY = 86_400_000
const at = (now: number) => ({ now, random: 0.5, giveUpAfter: 5 * DAY })
const taken: Answer = { taken: true, serverMessageId: null, words: '250 OK' }
const no = (words: string, stage: 'sender' | 'recipient' | 'content' = 'recipient'): Answer => ({
  taken: false,
  trouble: { stage, code: Number(words.slice(0, 3)), words, endWritten: false },
})

test.each([
  ['recipient', '450 4.7.1 greylisted', true],
  ['recipient', '451 4.4.0 DNS does not answer', true],
  ['recipient', '421 4.7.0 too many connections', true],
  ['content', '421 4.3.0 closing', true],
  ['recipient', '452 4.2.2 mailbox full', false],
  ['recipient', '450 4.1.1 no such mailbox yet', false],
  ['content', '451 4.3.0 no room', false],
  ['sender', '421 4.3.2 our own server is busy', false],
  ['recipient', '550 5.7.1 never', false],
] as const)('at the %s, %s: about the domain: %s', (stage, words, is) => {
  expect(isAboutDomain({ stage, code: Number(words.slice(0, 3)), words })).toBe(is)
})

test('the wait begins at the third in a row, doubles, and ends at half an hour', () => {
  const minutes = [1, 2, 3, 4, 5, 20].map((n) => domainWait(n, 5 * DAY, 0.5) / 60_000)
  expect(minutes).toEqual([0, 0, 1.5, 3, 6, 30])
  expect(domainWait(3, 1000, 0.5)).toBe(10)
})

test('three in a row make a domain wait, its neighbour not; one that is taken ends it', () => {
  const domains = createDomains()
  const later = no('450 4.7.1 later')
  expect(domains.answered('a@slow.test', later, at(0))).toBeNull()
  expect(domains.answered('b@slow.test', later, at(0))).toBeNull()
  expect(domains.answered('c@slow.test', later, at(0))).toBe(90_000)
  // On its way at the same time: it does not count once more.
  expect(domains.answered('d@slow.test', later, at(10))).toBeNull()
  expect(domains.waitsUntil('e@slow.test', 10)).toBe(90_000)
  expect(domains.waitsUntil('e@quick.test', 10)).toBeNull()
  expect(domains.waitsUntil('e@slow.test', 90_000)).toBeNull()
  expect(domains.answered('a@slow.test', later, at(90_000))).toBe(270_000)
  domains.answered('a@slow.test', taken, at(270_000))
  expect(domains.waitsUntil('e@slow.test', 270_001)).toBeNull()
  expect(domains.answered('a@slow.test', later, at(270_001))).toBeNull()
})

test('a refusal for good, or of one mailbox, ends a row too: the servers answer', () => {
  const domains = createDomains()
  for (const words of ['450 later', '450 later', '550 5.1.1 nobody', '450 later', '450 later']) {
    expect(domains.answered('a@slow.test', no(words), at(0))).toBeNull()
  }
})
