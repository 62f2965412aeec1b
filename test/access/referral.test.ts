import { expect, test } from '@jest/globals'
import { type Callee, mayOpenCase } from '../../src/access/referral.ts'
import type { AccountKind, AccountModel } from '../../src/account/account.ts'

const NOW = '2026-11-02T09:00:00.000Z'
const BEFORE = '2026-10-31T23:59:59.999Z'
const AFTER = '2027-10-31T23:59:59.999Z'

function account(written: string): Callee {
  const [kind = '', model, ...more] = written.split(' ')
  return {
    kind: kind as AccountKind,
    model: kind === 'customer' ? (model as AccountModel) : null,
    member: written.includes('member'),
    supportUntil: more.includes('ended') ? BEFORE : written.includes('until') ? AFTER : null,
  }
}

/** The table of who may open a case, a sender a row. */
test.each<[who: string, account: string, authorised: boolean, expected: string]>([
  ['authorised contact of a cloud account', 'customer cloud', true, 'cloud-contact opens'],
  ['other user of it', 'customer cloud', false, 'cloud-user cloud-user'],
  ['anybody of a resell account', 'customer resell', false, 'resell opens'],
  ['an authorised contact of it too', 'customer resell', true, 'resell opens'],
  ['anybody of a partner-supported one', 'customer partner', false, 'partner-supported opens'],
  ['authorised contact of an enterprise', 'customer enterprise', true, 'enterprise-contact opens'],
  ['while its support lasts', 'customer enterprise until', true, 'enterprise-contact opens'],
  ['other user of it', 'customer enterprise until', false, 'enterprise-user enterprise-user'],
  ['anybody once it has ended', 'customer enterprise ended', false, 'partner-supported opens'],
  ['authorised or not', 'customer enterprise ended', true, 'partner-supported opens'],
  ['user of a flex account', 'customer flex', false, 'flex flex'],
  ['authorised contact of a flex account', 'customer flex', true, 'flex flex'],
  ['authorised contact of a partner', 'partner', true, 'partner-contact opens'],
  ['other user of a partner', 'partner', false, 'partner-user partner-user'],
  ['consultant, member with a contract', 'consultant x member until', false, 'consultant opens'],
  ['no member', 'consultant x until', true, 'consultant consultant-membership'],
  ['member without a contract', 'consultant x member', true, 'consultant consultant-contract'],
  ['or an old one', 'consultant x member ended', true, 'consultant consultant-contract'],
  ['developer, member with a contract', 'developer x member until', false, 'developer opens'],
  ['no member', 'developer x', true, 'developer developer-membership'],
  ['member without a contract', 'developer x member', false, 'developer developer-contract'],
  ['the vendor itself', 'vendor', false, 'vendor opens'],
])('%s (%s)', (_, written, authorised, expected) => {
  const judged = mayOpenCase(account(written), authorised, NOW)
  expect(`${judged.caller} ${judged.opens ? 'opens' : judged.referral}`).toBe(expected)
})
