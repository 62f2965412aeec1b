import { expect, test } from '@jest/globals'
import { saysNobodyIsThere } from '../../src/outbox/dead-recipient.ts'

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
  '554 delivery error: This user does not exist',
])('nobody is there: %s', (words) => {
  expect(saysNobodyIsThere(words)).toBe(true)
})

test.each([
  '550 5.2.2 mailbox full, quota exceeded',
  '552 5.2.2 The account of this user is over quota',
  '550 5.7.1 Message looks like spam',
  '550 5.7.1 Recipient not authorized to receive from the internet',
  '554 5.7.1 <ana@globex.test>: Relay access denied',
  '550 5.1.8 Sender domain does not exist',
  '550 5.1.7 Sender address unknown',
  '554 5.6.0 message refused',
  '550 5.0.0 Access denied',
  '450 4.1.1 user unknown, try again',
  'Given up after 9 tries: 450 4.1.1 user unknown',
  'The mail could not be made: user unknown',
])('nothing about the address: %s', (words) => {
  expect(saysNobodyIsThere(words)).toBe(false)
})
