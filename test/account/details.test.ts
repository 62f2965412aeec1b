import { describe, expect, test } from '@jest/globals'
import { readDetails } from '../../src/account/details.ts'

const ASKED = { languageOnly: false, country: 'ES', languages: ['en', 'es'] }
const read = (reply: string, more = {}) => readDetails(reply, { ...ASKED, ...more })

describe('the lines of an answer', () => {
  test.each<[string, object]>([
    ['Name: Ana Ruiz', { name: 'Ana Ruiz' }],
    [
      'Nombre: Ana Ruiz\nTeléfono: 912 345 678\nIdioma: Español',
      {
        name: 'Ana Ruiz',
        phone: '+34 912 34 56 78',
        locale: 'es',
      },
    ],
    ['Telefono: +34 912 345 678', { phone: '+34 912 34 56 78' }],
    ['Language: es-MX', { locale: 'es-mx' }],
    ['- *Language:* Inglés\n\nBest regards\nAna', { locale: 'en' }],
  ])('%j', (reply, details) => {
    expect(read(reply)).toEqual({ details, faults: [], synced: false })
  })

  test('everything that is wrong is found at once', () => {
    expect(read(`Name: ${'a'.repeat(201)}\nPhone: call me\nLanguage: Klingon`)?.faults).toEqual([
      { field: 'name', is: 'too-long' },
      { field: 'phone', is: 'no-number', written: 'call me' },
      { field: 'locale', is: 'no-language', known: ['en', 'es'] },
    ])
    expect(read('Name:\nLanguage: en')).toEqual({
      details: { locale: 'en' },
      faults: [{ field: 'name', is: 'missing' }],
      synced: false,
    })
  })

  test('of what a directory keeps nothing is taken', () => {
    const languageOnly = { languageOnly: true }
    expect(read('Phone: 912 345 678\nLanguage: es', languageOnly)).toEqual({
      details: { locale: 'es' },
      faults: [],
      synced: true,
    })
    expect(read('Language: es', languageOnly)).toMatchObject({ synced: false })
  })
})

test.each([
  '',
  ' \n',
  'OK',
  'ok.',
  'Yes!',
  'Sí',
  'Todo correcto.',
  '\nOK\n\nAna\nGlobex',
  'Ok, thanks!\n\nBest regards,\nAna',
  'Yes, everything is correct. Thank you',
  'That’s right',
  'Sí, está correcto, muchas gracias.',
])('%j says that all is right', (reply) => {
  expect(read(reply)).toEqual({ details: {}, faults: [], synced: false })
})

test.each([
  'My phone does not ring.',
  'OK, but my phone does not ring',
  'Thanks for adding me',
  'Thanks.\n\nMy phone does not ring.',
  'All phones are ok but one',
  'Address: Rome',
])('%j is about something else', (reply) => {
  expect(read(reply)).toBeNull()
})
