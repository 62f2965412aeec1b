import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  may,
  mayDisable,
  RIGHTS,
  type Right,
  type Standing,
  whoMay,
} from '../../src/account/rights.ts'
import { ROLES, type Role } from '../../src/account/roles.ts'

const STANDINGS: Standing[] = ['desk', 'partner', 'self', ...ROLES]

/** Who may, by right; whoever is not named may not. */
const POLICY: Record<Right, string> = {
  'create-account': 'desk partner',
  'edit-account': 'desk partner',
  'edit-support-contacts': 'desk partner administrator',
  'add-person': 'desk partner decision-maker administrator super-user',
  'grant user': 'desk partner decision-maker administrator super-user',
  'grant authorised-contact': 'desk decision-maker super-user',
  'grant phone-manager': 'desk decision-maker',
  'grant decision-maker': 'desk decision-maker',
  'grant administrator': 'desk decision-maker',
  'grant super-user': 'desk super-user',
  'merge-people': 'desk',
  'export-person': 'desk self',
  'erase-person': 'desk',
  'manage-services': 'desk decision-maker phone-manager authorised-contact',
}
const rights = Object.keys(POLICY) as Right[]

test('every right is in the policy', () => {
  expect(Object.keys(RIGHTS).sort()).toEqual([...rights].sort())
})

describe.each(rights)('%s', (right) => {
  test.each(STANDINGS)('%s', (standing) => {
    expect(may(right, [standing])).toBe(POLICY[right].split(' ').includes(standing))
  })
  test('nobody', () => {
    expect(may(right, [])).toBe(false)
  })
})

test('of several standings one that may is enough', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rights),
      fc.subarray(STANDINGS),
      (right, all) => may(right, all) === all.some((one) => may(right, [one])),
    ),
  )
})

test.each<[Standing, Role[], boolean]>([
  ['administrator', ['user'], true],
  ['administrator', ['authorised-contact'], false],
  ['decision-maker', ['authorised-contact', 'phone-manager'], true],
  ['decision-maker', ['super-user'], false],
  ['partner', [], true],
  ['partner', ['decision-maker'], false],
  ['user', [], false],
  ['desk', [...ROLES], true],
])('%s may disable whoever is %j: %s', (standing, roles, expected) => {
  expect(mayDisable([standing], roles)).toBe(expected)
})

test('a refusal says who may instead', () => {
  expect(whoMay('grant phone-manager')).toBe(
    'An administrator of the desk or its Decision Maker may.',
  )
  expect(whoMay('erase-person')).toBe('An administrator of the desk may.')
})
