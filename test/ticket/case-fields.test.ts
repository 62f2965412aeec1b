import { describe, expect, test } from '@jest/globals'
import {
  type FieldPolicy,
  missingFields,
  readCase,
  readForm,
} from '../../src/ticket/case-fields.ts'
import { fieldWordsOf } from '../../src/ticket/field-words/index.ts'
import { FIELDS } from '../../src/ticket/field-words/words.ts'

const reasons = ['Technical', 'Non-Tech', 'Mobility']
const policy: FieldPolicy = {
  departments: [
    {
      name: 'support',
      titles: ['Technical support', 'Soporte técnico'],
      rules: { reasons, features: ['Hunt groups', 'Other'], required: ['when', 'numbers'] },
    },
    {
      name: 'billing',
      titles: ['Billing', 'Facturación'],
      rules: { reasons: ['Invoice'], features: [], required: [] },
    },
  ],
}

function read(text: string) {
  return readCase(text, 'support', policy)
}

describe('a line at the top of a first mail', () => {
  test.each([
    ['Priority: P1', 'priority', 'P1'],
    ['PRIORITY: p2', 'priority', 'P2'],
    ['Priority: P1 (emergency)', 'priority', 'P1'],
    ['Priority: Urgent', 'priority', 'P2'],
    ['Prioridad: Estándar', 'priority', 'P3'],
    ['prioridad: emergencia.', 'priority', 'P1'],
    ['Reason: non-tech', 'reason', 'Non-Tech'],
    ['Motivo: mobility', 'reason', 'Mobility'],
    ['Feature: hunt  groups', 'feature', 'Hunt groups'],
    ['Función: other', 'feature', 'Other'],
    ['Version: 14.2', 'version', '14.2'],
    ['Trunk provider: Telco', 'trunkProvider', 'Telco'],
    ['Type of calls: incoming', 'callType', 'inbound'],
    ['Tipo de llamadas: todas', 'callType', 'all'],
    ['Numeros afectados: 2001', 'numbers', '2001'],
    ['Wanted date: 2026-12-01', 'wantedDate', '2026-12-01'],
    ['Fecha deseada: 1.12.2026', 'wantedDate', '2026-12-01'],
    ['Department: billing', 'department', 'billing'],
    ['Departamento: soporte tecnico', 'department', 'support'],
    ['Account: a-10001', 'account', 'A-10001'],
    ['ID de facturación: A-10002', 'billing', 'A-10002'],
    ['Subject: Phones: dead', 'subject', 'Phones: dead'],
  ])('%j states its %s', (line, field, value) => {
    expect(read(`${line}\n\nThe phones are dead.`)).toEqual({
      fields: { [field]: value },
      refused: [],
    })
  })

  test.each(['Hola,\n', 'Hola,\n\n', '\n  Hola a todos,\nbuenos días.\n\n'])(
    'counts below %j too',
    (greeting) => {
      const { fields } = read(`${greeting}Prioridad: P2\nNo suena nada.`)
      expect(fields).toEqual({ priority: 'P2' })
    },
  )

  test('does not count below a sentence', () => {
    expect(read('The phones are dead.\nPriority: P1').fields).toEqual({})
  })

  test.each([
    ['Priority: high', 'priority', ['P1', 'P2', 'P3']],
    ['Reason: Telephony', 'reason', reasons],
    ['Feature: Fax', 'feature', ['Hunt groups', 'Other']],
    ['Call type: some', 'callType', ['inbound', 'outbound', 'all']],
    ['Wanted date: 2026-02-31', 'wantedDate', 'date'],
    ['Wanted date: 01/02/2026', 'wantedDate', 'date'],
    ['Department: sales', 'department', ['Technical support', 'Billing']],
    ['Account: mine', 'account', 'account-id'],
  ])('%j is refused: its %s may be %j', (line, field, allowed) => {
    const { fields, refused } = read(line)
    expect(fields).toEqual({})
    expect(refused).toEqual([{ field, value: line.replace(/^.*?: /, ''), allowed }])
  })
})

test('lines stand in any order and language; unknown ones are text; of two the first counts', () => {
  const text =
    'Colour: blue\nNúmeros: 2001\nPriority: P2\nPriority: P3\nReason:\n\nHello\nVersion: 1'
  expect(read(text)).toEqual({ fields: { numbers: '2001', priority: 'P2' }, refused: [] })
})

test('the department that the mail names has its own lists', () => {
  const { fields, refused } = read('Reason: invoice\nFeature: anything\nDepartment: Billing')
  expect(fields).toEqual({ reason: 'Invoice', feature: 'anything', department: 'billing' })
  expect(refused).toEqual([])
})

test('a department asks for what is missing', () => {
  expect(missingFields({ when: 'today' }, 'support', policy)).toEqual(['numbers'])
  expect(missingFields({}, 'billing', policy)).toEqual([])
})

test('a form is read wherever it was filled in', () => {
  const text = 'Here you are.\n\n> Priority: P2\n> Numbers:\n>\n> > Version: 14\nWhen: today\n'
  const { fields } = readForm(text, 'support', policy)
  expect(fields).toEqual({ priority: 'P2', version: '14', when: 'today' })
})

test.each(['en', 'es'])('every name that a mail in %s shows is read back', (language) => {
  const { names } = fieldWordsOf(language)
  for (const field of FIELDS) {
    for (const name of names[field]) {
      const { fields, refused } = read(`${name}: x`)
      expect([name, ...Object.keys(fields), ...refused.map((one) => one.field)]).toEqual([
        name,
        field,
      ])
    }
  }
})
