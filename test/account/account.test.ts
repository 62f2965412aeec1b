import { expect, test } from '@jest/globals'
import { companyKey } from '../../src/account/account.ts'

test.each([
  ['Globex', ' GLOBEX '],
  ['Globex S.L.', 'globex \u00a0\t s.l.'],
  ['Café Olé', 'Cafe\u0301 OLE\u0301'],
  ['Globex', 'Ｇｌｏｂｅｘ'],
  ['Globex', 'Glo\u200bbex\ufeff'],
  ['Straße GmbH', 'STRASSE GMBH'],
])('%j and %j are the same company', (one, other) => {
  expect(companyKey(one)).toBe(companyKey(other))
})

test.each([
  ['Globex', 'Globex 2'],
  ['Café', 'Cafe'],
  ['Globex', 'Glo bex'],
])('%j and %j are two', (one, other) => {
  expect(companyKey(one)).not.toBe(companyKey(other))
})
