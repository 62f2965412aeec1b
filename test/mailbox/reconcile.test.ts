import { expect, test } from '@jest/globals'
import { type Booked, reconcile } from '../../src/mailbox/reconcile.ts'
import { parseUidSet } from '../../src/mailbox/uid-set.ts'

const FOLDER = { uidValidity: 7, uidNext: 20, exists: 0 }

/** `3` is done, `3?` waits for a decision, `3!` is decided and the server was not told. */
function booked(lastUid: number, written: string): Booked {
  const mails = written.split(' ').filter(Boolean)
  return {
    lastUid,
    mails: mails.map((mail) => ({
      uid: Number.parseInt(mail, 10),
      decided: !mail.endsWith('?'),
      told: /\d$/.test(mail),
    })),
  }
}

test.each([
  ['an empty folder', '', booked(0, ''), {}],
  ['never read', '1:3', booked(0, ''), { server: 3, unfetched: 3 }],
  ['all taken', '1:3', booked(3, '1 2 3'), { server: 3, ledger: 3 }],
  ['new mail', '1:5', booked(3, '1 2 3'), { server: 5, ledger: 3, unfetched: 2 }],
  ['one passed by', '1:3', booked(3, '1 3'), { server: 3, ledger: 2, missing: [2] }],
  ['some at work', '1:3', booked(3, '1 2! 3?'), { server: 3, ledger: 3, undecided: 1, untold: 1 }],
  ['moved away', '4', booked(4, '1 2 3 4'), { server: 1, ledger: 1, left: 3 }],
  ['taken before the cursor was read', '1:3', booked(2, '1 2 3'), { server: 3, ledger: 3 }],
])('%s', (_title, lying, known, expected) => {
  const none = { server: 0, ledger: 0, missing: [], unfetched: 0, undecided: 0, untold: 0, left: 0 }
  const counts = reconcile(FOLDER, parseUidSet(lying), known)
  expect(counts).toEqual({ ...none, uidvalidity: 7, ...expected })
})
