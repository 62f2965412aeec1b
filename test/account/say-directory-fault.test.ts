import { expect, test } from '@jest/globals'
import type { DirectoryFault, UserFault } from '../../src/account/directory-fault.ts'
import { sayDirectoryFault } from '../../src/account/say-directory-fault.ts'

const first = { line: 2 }

test.each<[UserFault, string, string]>([
  [
    { is: 'twice', id: '7', first },
    'the user 7 stands at line 2 already',
    'el usuario 7 ya figura antes (línea 2)',
  ],
  [
    { is: 'too-long', field: 'phone', most: 250 },
    'phone is longer than 250 characters',
    'phone tiene más de 250 caracteres',
  ],
  [
    { is: 'odd-delivery', written: 'mp3' },
    'deliver-as "mp3" is none of wav, none',
    'deliver-as «mp3» no es ni wav ni none',
  ],
  [
    { is: 'odd-quotes' },
    'has quotes that do not fit together',
    'hay comillas sin cerrar o fuera de sitio',
  ],
  [
    { is: 'odd-count', values: 2, columns: 6 },
    'has 2 values for 6 columns',
    'hay 2 valores para 6 columnas',
  ],
  [{ is: 'no-object' }, 'is no object', 'no es un objeto'],
  [
    { is: 'no-value', field: 'name' },
    'name is neither text nor number',
    'name no es ni un texto ni un número',
  ],
])('of a user: %j', (fault, en, es) => {
  const whole: DirectoryFault = { is: 'no-user', place: { user: 3 }, fault }
  expect(sayDirectoryFault(whole, 'en')).toBe(`No user can be read: user 3: ${en}`)
  expect(sayDirectoryFault(whole, 'es')).toBe(`No se puede leer ningún usuario: usuario 3: ${es}`)
})

const least = '19.43'
const columns = ['who', 'where']

test.each<[DirectoryFault, string, string]>([
  [
    { is: 'too-many-gone', gone: 4, of: 10 },
    '4 of 10 users would be disabled',
    'se desactivarían 4 de 10 usuarios',
  ],
  [
    { is: 'no-version', least },
    'the system does not say its version; at least 19.43 is needed',
    'el sistema no indica su versión; se necesita al menos la 19.43',
  ],
  [
    { is: 'odd-version', written: 'new', least },
    '"new" is no version; at least 19.43 is needed',
    '«new» no es una versión; se necesita al menos la 19.43',
  ],
  [
    { is: 'old-version', version: '19.9', least },
    'the system has version 19.9; at least 19.43 is needed',
    'el sistema tiene la versión 19.9; se necesita al menos la 19.43',
  ],
  [
    { is: 'no-file', path: '/x.csv' },
    'The file /x.csv is not there',
    'El archivo /x.csv no existe',
  ],
  [
    { is: 'closed-file', path: '/x.csv', code: 'EACCES' },
    'The file /x.csv cannot be read (EACCES)',
    'El archivo /x.csv no se puede leer (EACCES)',
  ],
  [
    { is: 'no-json', at: { line: 1, column: 3, text: 'expected a value' } },
    'The file is not valid JSON: line 1, column 3: expected a value',
    'El archivo no es JSON válido (línea 1, columna 3)',
  ],
  [
    { is: 'no-list' },
    'The file holds no list of users',
    'El archivo no contiene ninguna lista de usuarios',
  ],
  [
    { is: 'no-column', lacks: 'address', columns, line: 1 },
    'Line 1: no column holds the mail address; its columns are: "who", "where"',
    'Línea 1: ninguna columna contiene la dirección de correo; las columnas son: «who», «where»',
  ],
  [
    { is: 'no-column', lacks: 'name', columns: [], line: null },
    'The users lack something: no column holds the name; its columns are: none',
    'A los usuarios les falta algo: ninguna columna contiene el nombre; las columnas son: ninguna',
  ],
])('%j', (fault, en, es) => {
  expect(sayDirectoryFault(fault, 'en')).toBe(en)
  expect(sayDirectoryFault(fault, 'es-MX')).toBe(es)
})

test('what somebody else says stays as it is; a language without words is English', () => {
  expect(sayDirectoryFault({ is: 'told', words: 'ldap://x: refused' }, 'es')).toBe(
    'ldap://x: refused',
  )
  expect(sayDirectoryFault({ is: 'no-list' }, 'fr')).toBe('The file holds no list of users')
})
