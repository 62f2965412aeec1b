import { expect, test } from '@jest/globals'
import { readBounceText } from '../../src/message/bounce-text.ts'

const us = new Set(['support@acme.test', 'mailer-daemon@mx.example'])
const bob = 'bob@customer.example'

test.each([
  [
    'postfix',
    `<${bob}>: host mx.customer.example[192.0.2.1] said: 550 5.1.1\n    <${bob}>: Recipient address rejected: User unknown (in reply to RCPT TO)`,
    '5.1.1',
    true,
  ],
  [
    'postfix, for now',
    `<${bob}>: host mx.customer.example[192.0.2.1] said: 451 4.7.1 Greylisted, try\n    again later`,
    '4.7.1',
    false,
  ],
  [
    'postfix, no connection',
    `<${bob}>: connect to mx.customer.example[192.0.2.1]:25: Connection refused`,
    null,
    false,
  ],
  [
    'postfix, full mailbox',
    `<${bob}>: host mx.customer.example said: 452 4.2.2 Mailbox full`,
    '4.2.2',
    false,
  ],
  [
    'sendmail',
    `   ----- The following addresses had permanent fatal errors -----\n<${bob}>\n    (reason: 550 5.1.1 User unknown)`,
    '5.1.1',
    true,
  ],
  [
    'notes',
    `Your message\n\n  Subject: Phone\n\nwas not delivered to:\n\n  ${bob}\n\nbecause:\n\n  User bob (${bob}) not listed in Domino Directory`,
    null,
    true,
  ],
  [
    'yahoo',
    `Unable to deliver message to the following address(es).\n\n<${bob}>:\nThis user doesn't have a customer.example account (${bob}) [0]`,
    null,
    true,
  ],
  ['gmx', `The following address failed:\n\n<${bob}>:\n550 mailbox unavailable`, '550', true],
  [
    'dragonfly',
    `This is the DragonFly Mail Agent v0.13 at mx.example.\n\nThere was an error delivering your mail to <${bob}>.\n\nmx.customer.example [192.0.2.1] said:\n550 5.1.1 no such user`,
    '5.1.1',
    true,
  ],
  [
    'ezweb',
    `Each of the following recipients was rejected by a remote mail server.\n\n    Recipient: <${bob}>\n    >>> RCPT TO:<${bob}>\n    <<< 550 <${bob}>: User unknown`,
    '550',
    true,
  ],
  [
    'courier',
    `Your message to the following recipients cannot be delivered:\n\n<${bob}>:\n    mx.customer.example [192.0.2.1]:\n>>> RCPT TO:<${bob}>\n<<< 550 5.1.1 <${bob}>... User Unknown`,
    '5.1.1',
    true,
  ],
  [
    'mdaemon',
    `The attached message had PERMANENT fatal delivery errors!\n\nFailed address: ${bob}\n\n--- Session Transcript ---\n 550 <${bob}>, Recipient unknown`,
    '550',
    true,
  ],
  ['zoho', `This is a permanent error.\n\n${bob} Invalid Address, ERROR_CODE :550`, null, true],
  [
    'qmail, given up',
    `<${bob}>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.`,
    '4.4.1',
    false,
  ],
])('%s', (_, text, status, permanent) => {
  expect(readBounceText(text, 'Mail delivery failed', us, [])).toEqual({
    kind: 'bounce',
    recipients: [{ address: bob, status, permanent, reason: expect.any(String) }],
  })
})

test.each([
  ['Delayed Mail (still being retried)', `<${bob}>: connect to mx: timed out`],
  [
    'Warning: message 1abc-2 delayed 24 hours',
    `A message that you sent has not yet been delivered to one or more of its recipients.\n\n  ${bob}\n    Delay reason: timed out`,
  ],
  [
    'Delivery Status Notification (Delay)',
    `There was a temporary problem delivering your message to ${bob}. We will retry for 46 more hours.\n550 5.7.1 not yet`,
  ],
])('a delay: %s', (subject, text) => {
  const { kind, recipients } = readBounceText(text, subject, us, [])
  expect(kind).toBe('delayed')
  expect(recipients).toMatchObject([{ address: bob, permanent: false }])
})

test('several recipients, each with what was said of it', () => {
  const text = `<${bob}>: host mx said: 550 5.1.1 unknown\n\n<carol@customer.example>: host mx said: 452 4.2.2 full`
  expect(readBounceText(text, 'failure notice', us, []).recipients).toMatchObject([
    { address: bob, status: '5.1.1', permanent: true },
    { address: 'carol@customer.example', status: '4.2.2', permanent: false },
  ])
})

test('addresses of the quoted mail, of the server and of ourselves have not failed', () => {
  const text = `<${bob}>: 550 no such user\n\n--- Below this line is a copy of the message.\n\nTo: carol@customer.example\nFrom: support@acme.test`
  expect(readBounceText(text, '', us, []).recipients.map(({ address }) => address)).toEqual([bob])
  expect(
    readBounceText('support@acme.test could not reach postmaster@x.example', '', us, []).recipients,
  ).toMatchObject([{ address: '' }])
})

test('the head names who failed', () => {
  const text = 'Delivery failed permanently: 550 5.1.1 unknown'
  expect(readBounceText(text, '', us, [bob]).recipients).toMatchObject([
    { address: bob, status: '5.1.1', permanent: true },
  ])
})
