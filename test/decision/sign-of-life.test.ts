import { expect, test } from '@jest/globals'
import type { Act, Outcome } from '../../src/decision/decision.ts'
import type { Facts } from '../../src/decision/facts.ts'
import type { Question } from '../../src/decision/question.ts'
import { withSignOfLife } from '../../src/decision/sign-of-life.ts'
import type { Mail } from '../../src/message/mail.ts'

const RECORD: Act = { act: 'record', event: 'x', data: {} }
const TELL: Act = { act: 'tell', happening: 'opened', silence: null }

interface Case {
  outcome?: Outcome
  suppressed?: Facts['suppressed']
  fromCount?: number
  spamMark?: boolean
  acts?: Act[]
}

function acted({ outcome = 'replied', suppressed = { liftable: true }, ...rest }: Case): string[] {
  const { fromCount = 1, spamMark = false, acts = [RECORD, TELL] } = rest
  const question = {
    mail: { fromCount, headers: { spamMark } } as Mail,
    facts: { suppressed, sender: { address: 'ana@globex.test' } } as Facts,
  }
  const decision = { outcome, reason: '', ticket: null, acts }
  return withSignOfLife(decision, question as Question).acts.map((act) => act.act)
}

test.each<[string, Case, string[]]>([
  ['before anybody is told', {}, ['record', 'unsuppress', 'tell']],
  ['where nobody is told', { acts: [RECORD] }, ['record', 'unsuppress']],
  ['a stranger’s mail that is held', { outcome: 'held' }, ['record', 'unsuppress', 'tell']],
  ['an address that is sent to', { suppressed: null }, ['record', 'tell']],
  ['one sign a day', { suppressed: { liftable: false } }, ['record', 'tell']],
  ['a machine', { outcome: 'automatic' }, ['record', 'tell']],
  ['a report', { outcome: 'bounce' }, ['record', 'tell']],
  ['a twin', { outcome: 'duplicate' }, ['record', 'tell']],
  ['a blocked writer', { outcome: 'refused' }, ['record', 'tell']],
  ['two writers', { outcome: 'held', fromCount: 2 }, ['record', 'tell']],
  ['marked as spam', { spamMark: true }, ['record', 'tell']],
])('%s', (_, written, acts) => {
  expect(acted(written)).toEqual(acts)
})
