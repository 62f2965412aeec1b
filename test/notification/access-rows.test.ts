import { expect, test } from '@jest/globals'
import { ACCESS_ROWS } from '../../src/notification/access-rows.ts'
import { recipients } from '../../src/notification/recipients.ts'
import type { Surroundings } from '../../src/notification/surroundings.ts'
import type { AccessHappening } from '../../src/ticket/access-happening.ts'
import { around, person } from './around.ts'

const ana = { writer: person('Ana') }

const rows: [AccessHappening, Partial<Surroundings>, string[]][] = [
  ['not-entitled', ana, ['Ana customer-not-entitled customer auto-replied']],
  ['deployment-asked', ana, ['Ana customer-deployment-asked customer auto-replied']],
  [
    'credits-ran-out',
    { writer: null },
    [
      'Ana customer-credits-ran-out customer auto-generated',
      'Kim support-credits-ran-out vendor auto-generated',
      'Lee support-credits-ran-out vendor auto-generated',
    ],
  ],
  ['balance-low', {}, ['Dora customer-balance-low customer auto-generated']],
  ['cover-ending', {}, ['Dora customer-cover-ending customer auto-generated']],
  ['credit-statement', {}, ['Dora customer-credit-statement customer auto-generated']],
]

test.each(rows)('%s', (happening, change, expected) => {
  const notices = recipients(happening, { ...around, ...change })
  const told = notices.map((n) => {
    const who = n.recipient.name || n.recipient.address
    return `${who} ${n.template} ${n.audience} ${n.autoSubmitted}`
  })
  expect(told).toEqual(expected)
})

test('no happening is without a row here', () => {
  expect(rows.map(([happening]) => happening).sort()).toEqual(Object.keys(ACCESS_ROWS).sort())
})
