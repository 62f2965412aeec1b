import { expect, test } from '@jest/globals'
import { whyNoDomain } from '../../src/account/mail-domains.ts'

test.each(['globex.test', 'mail.globex.co.uk', 'xn--bcher-kva.example'])('%s is one', (domain) => {
  expect(whyNoDomain(domain)).toBeNull()
})

test.each([
  ['gmail.com', 'gives mailboxes to everybody'],
  ['mail.yahoo.co.uk', 'gives mailboxes to everybody'],
  ['outlook.es', 'gives mailboxes to everybody'],
  ['globex', 'is no domain'],
  ['ana@globex.test', 'is no domain'],
  ['-globex.test', 'is no domain'],
  ['', 'is no domain'],
])('%j is none: %s', (domain, because) => {
  expect(whyNoDomain(domain)).toContain(because)
})
