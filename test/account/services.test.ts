import { describe, expect, test } from '@jest/globals'
import type { SyncedUser } from '../../src/account/directory.ts'
import {
  type ServiceState,
  serviceStep,
  stateAfterDisable,
  stateAfterUpdate,
  whyNotServed,
} from '../../src/account/services.ts'

const user: SyncedUser = {
  key: 'id 1',
  firstName: 'Ana',
  lastName: 'Ruiz',
  email: 'ana@globex.test',
  phone: '+34 911 000 101',
  fax: '',
  trunkGroup: '',
  trunkRange: '',
  mailboxAddress: 'ana@globex.test',
  deliverAs: 'wav',
}

test.each<[Partial<SyncedUser>, string | null]>([
  [{}, null],
  [{ deliverAs: 'none' }, 'the mailbox does not send its recordings as WAV'],
  [
    { email: '', deliverAs: 'none' },
    'the user has no mail address; the mailbox does not send its recordings as WAV',
  ],
])('what a voicemail service asks of %j', (changes, reason) => {
  expect(whyNotServed({ ...user, ...changes }, ['address', 'deliver-as-wav'])).toBe(reason)
})

test('who is in no directory any more is not served', () => {
  expect(whyNotServed(null, [])).toBe('the directory of the account has no such user any more')
})

describe('what becomes of a service when it is taken up', () => {
  test.each<[ServiceState, string | null, ServiceState, string | null]>([
    ['requested', null, 'active', 'started'],
    ['requested', 'no WAV', 'not-eligible', null],
    ['not-eligible', null, 'active', 'started'],
    ['not-eligible', 'no WAV', 'not-eligible', null],
    ['active', null, 'active', null],
    ['active', 'no WAV', 'not-eligible', 'ended'],
    ['changing', null, 'active', 'changed'],
    ['changing', 'no WAV', 'not-eligible', 'ended'],
    ['ending', null, 'ended', 'ended'],
    ['ending', 'no WAV', 'ended', 'ended'],
    ['ended', null, 'ended', null],
  ])('%s, lacking %s: %s, the user is told %s', (state, lacking, next, told) => {
    const reason = next === 'not-eligible' ? lacking : null
    expect(serviceStep(state, lacking)).toEqual({ state: next, reason, told })
  })
})

test.each<[ServiceState, ServiceState, ServiceState]>([
  ['requested', 'requested', 'ended'],
  ['active', 'changing', 'ending'],
  ['changing', 'changing', 'ending'],
  ['not-eligible', 'not-eligible', 'ended'],
])('%s is %s after an update and %s after it was disabled', (state, updated, disabled) => {
  expect(stateAfterUpdate(state)).toBe(updated)
  expect(stateAfterDisable(state)).toBe(disabled)
})
