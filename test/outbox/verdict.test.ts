import { describe, expect, test } from '@jest/globals'
import { type Stage, verdictOn } from '../../src/outbox/verdict.ts'

type Row = [expected: string, stage: Stage, words: string]

const answers: Row[] = [
  // The server defers.
  ['temporary', 'recipient', '450 4.2.1 try again later'],
  ['temporary', 'recipient', '451 4.7.1 Greylisted, come back in 5 minutes'],
  ['temporary', 'recipient', '452 4.2.2 mailbox full'],
  ['temporary', 'sender', '451 4.3.0 queue file write error'],
  ['temporary', 'content', '421 4.3.2 shutting down'],
  ['temporary', 'content', '451 4.3.2 system not accepting'],
  ['temporary', 'recipient', '503 5.5.1 bad sequence of commands'],
  ['temporary', 'content', '250 what'],
  // About the recipient or the content: this mail alone.
  [
    'failed',
    'recipient',
    '550 5.1.1 <gone@customer.test>: Recipient address rejected: no such user',
  ],
  ['failed', 'recipient', '550 5.2.2 mailbox full, quota exceeded'],
  ['failed', 'recipient', '552 5.2.2 user quota exceeded'],
  ['failed', 'recipient', '554 5.7.1 <a@b.test>: Relay access denied'],
  ['failed', 'recipient', '550 5.7.1 Recipient not authorized to receive from the internet'],
  ['failed', 'recipient', '501 5.1.3 bad address syntax'],
  ['failed', 'content', '554 5.6.0 message refused'],
  ['failed', 'content', '550 5.7.1 Message looks like spam'],
  ['failed', 'content', '552 5.3.4 message too big'],
  ['failed', 'sender', '552 5.3.4 Message size exceeds fixed limit'],
  ['failed', 'sender', '552 message too big'],
  ['failed', 'recipient', '552 5.2.3 length exceeds the limit of the mailbox'],
  // About us: the account waits and no mail fails.
  ['account', 'sender', '530 5.7.0 Must issue a STARTTLS command first'],
  ['account', 'sender', '550 5.7.1 sender refused'],
  ['account', 'sender', '553 5.1.8 sender domain does not exist'],
  ['account', 'recipient', '530 5.7.1 Authentication required'],
  ['account', 'recipient', '538 5.7.11 encryption required'],
  ['account', 'recipient', '553 5.7.1 <s@a.test>: Sender address rejected: not owned by user x'],
  ['account', 'recipient', '554 5.7.1 Client host [192.0.2.1] blocked using zen.example'],
  [
    'account',
    'content',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
  ],
  ['account', 'content', '554 5.2.252 SendAsDenied; x not allowed to send as y'],
  ['account', 'content', '550 5.4.5 Daily user sending limit exceeded'],
  ['account', 'content', '550 Sender rate limit exceeded'],
  ['account', 'content', '550 You are not permitted to send from this address'],
]

describe('what the server answers', () => {
  test.each(answers)('%s at %s: %s', (kind, stage, words) => {
    const code = Number(words.slice(0, 3))
    expect(verdictOn({ stage, code, words, endWritten: stage === 'content' })).toEqual({
      kind,
      words,
    })
  })
})

describe('a connection lost', () => {
  const lost: [string, Stage, boolean][] = [
    ['temporary', 'sender', false],
    ['temporary', 'recipient', false],
    ['temporary', 'content', false],
    ['uncertain', 'content', true],
  ]
  test.each(lost)('%s at %s, end written: %s', (kind, stage, endWritten) => {
    const words = 'Connection closed unexpectedly'
    expect(verdictOn({ stage, code: null, words, endWritten })).toEqual({ kind, words })
  })
})
