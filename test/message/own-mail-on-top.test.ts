import { expect, test } from '@jest/globals'
import { ownMailOnTop } from '../../src/message/own-mail-on-top.ts'
import { foldText } from '../../src/message/reply-text.ts'

const MARKER = '##- Please reply above this line -##'
const OURS = `${MARKER}\nDoes it ring?`
const HEAD = 'From: Acme <support@acme.test>\nSent: Monday\nTo: kim@acme.test\nSubject: Phones'

test.each([
  ['below our mail', `${OURS}\n\nIt does.`],
  ['below a line that introduces it', `On 2 Nov 2026, Acme wrote:\n\n${OURS}\n\nIt does.`],
  ['below the head of a quoted mail', `${HEAD}\n\n${OURS}\n\nIt does.`],
  ['below a separator', `-----Original Message-----\n${HEAD}\n\n${OURS}\n\nIt does.`],
])('an answer %s', (_, text) => {
  expect(ownMailOnTop({ text, folds: foldText(text) })).toBe(MARKER)
})

test.each([
  ['above our mail', `It does.\n\n${OURS}`],
  ['above the head of a quoted mail', `Fix: a new switch.\n\n${HEAD}\n\n${OURS}`],
  ['below a quote with its signs', `${OURS.replace(/^/gm, '> ')}\n\nIt does.`],
  ['to a mail of somebody else', `${HEAD}\n\nDoes it ring?\n\nIt does.`],
])('an answer %s', (_, text) => {
  expect(ownMailOnTop({ text, folds: foldText(text) })).toBeNull()
})
