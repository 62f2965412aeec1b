import { expect, test } from '@jest/globals'
import { saysNobodyIsThere } from '../../src/message/nobody-there.ts'

test.each([
  '550 5.1.1 <ana@globex.test>: Recipient address rejected: User unknown in local recipient table',
  '550-5.1.1 The email account that you tried to reach does not exist.',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found',
  '556 5.1.10 Recipient address has null MX',
  '550 5.1.2 Host unknown',
  '553 5.1.3 The address is no valid one',
  '551 5.1.6 User has moved',
  '550 No such user here',
  '550 Unknown user ana',
  '550 5.1.0 Recipient unknown',
  '550 5.2.1 The email account that you tried to reach is inactive.',
  '550 5.4.1 Recipient address rejected: Access denied.',
  '550 5.4.310 DNS domain globex.test does not exist',
  '554 5.7.1 Recipient address rejected: user ana@globex.test does not exist',
  '554 delivery error: This user does not exist',
  'host mx.globex.test[192.0.2.1] said: 550 sorry, no mailbox here by that name (#5.1.1)',
])('nobody is there: %s', (words) => {
  expect(saysNobodyIsThere(words)).toBe(true)
})

test.each([
  '550 5.2.2 mailbox full, quota exceeded',
  '552 5.2.2 The account of this user is over quota and inactive',
  '550 5.7.1 Message looks like spam',
  '550 5.7.1 Recipient not authorized to receive from the internet',
  '550 5.7.26 Unauthenticated mail is not accepted due to the policy of its domain',
  '554 5.7.1 <ana@globex.test>: Relay access denied',
  '550 5.1.8 Sender domain does not exist',
  '550 5.1.7 Sender address unknown',
  '554 5.6.0 message refused',
  '550 5.0.0 Access denied',
  '450 4.1.1 user unknown, try again',
  'Given up after 9 tries: 450 4.1.1 user unknown',
  'The mail could not be made: user unknown',
  '',
])('nothing about the address: %s', (words) => {
  expect(saysNobodyIsThere(words)).toBe(false)
})

test.each<[string, string | null, boolean]>([
  ['failed', '5.1.1', true],
  ['no such user', '550', true],
  ['no such user', '5.0.0', true],
  ['failed', '5.0.0', false],
  ['mailbox full', '5.2.2', false],
  ['no such user', '4.1.1', false],
  ['450 no such user', '5.1.1', false],
  ['no such user', null, false],
])('%j with the status %s: %s', (words, status, nobody) => {
  expect(saysNobodyIsThere(words, status)).toBe(nobody)
})
