import { describe, expect, test } from '@jest/globals'
import { shownFault } from '../../src/account/say-directory-fault.ts'
import { readCsv } from '../../src/directory/csv.ts'
import { readJson } from '../../src/directory/json.ts'
import { decodeText } from '../../src/directory/text.ts'

const HEAD = 'id,first name,last name,email,phone,deliver as'
const emails = (text: string) => readCsv(text).users.map((user) => user.email)

describe('the columns', () => {
  test.each([
    ['comma', 'email,name,phone\nana@x.test,Ana Ruiz,+34911000101\n'],
    ['semicolon', 'Phone;E-Mail;Name\r\n+34911000101;ANA@x.test;Ana Ruiz\r\n'],
    ['tab', 'Name\tMail address\tDID\nAna Ruiz\tana@x.test\t+34911000101'],
    [
      'quotes, with a comma in a name of a column',
      '"Name";"Email, work";"mail";"did"\n"Ana Ruiz";"";"ana@x.test";"+34911000101"',
    ],
    ['Spanish', 'Teléfono;Correo electrónico;Nombre;Apellidos\n+34911000101;ana@x.test;Ana;Ruiz\n'],
    ['what Excel says before', 'sep=;\nname;email;phone\nAna Ruiz;ana@x.test;+34911000101\n'],
    [
      'empty lines before and between',
      '\n\nname,email,phone\n\nAna Ruiz,ana@x.test,+34911000101\n\n,,\n',
    ],
    ['columns of other things', 'photo,email,name,phone\nx,ana@x.test,Ana Ruiz,+34911000101\n'],
  ])('%s', (_, text) => {
    const { users, faults } = readCsv(text)
    expect(faults).toEqual([])
    expect(users).toHaveLength(1)
    const [
      { firstName, lastName, email, phone } = { firstName: '', lastName: '', email: '', phone: '' },
    ] = users
    expect([`${firstName} ${lastName}`.trim(), email, phone]).toEqual([
      'Ana Ruiz',
      'ana@x.test',
      '+34911000101',
    ])
  })

  test.each([
    ['', 'Line 1: no column holds the mail address; its columns are: none.'],
    [
      'name,phone\nAna,1',
      'Line 1: no column holds the mail address; its columns are: "name", "phone".',
    ],
    [
      'email,phone\na@x.test,1',
      'Line 1: no column holds the name; its columns are: "email", "phone".',
    ],
  ])('without names and addresses nothing is read: %j', (text, message) => {
    expect(() => readCsv(text)).toThrow(message)
  })
})

test('all fields', () => {
  const text = `User ID,First Name,Last Name,Email,Phone,Fax,Trunk group,Trunk group DID range,Mailbox address,Deliver message as email
7,Ana,Ruiz, Ana@X.test ,+34 911 000 101,+34 911 000 901,Madrid,100-199,box@x.test,Attach Wav File`
  expect(readCsv(text).users).toEqual([
    {
      key: 'id 7',
      firstName: 'Ana',
      lastName: 'Ruiz',
      email: 'ana@x.test',
      phone: '+34 911 000 101',
      fax: '+34 911 000 901',
      trunkGroup: 'Madrid',
      trunkRange: '100-199',
      mailboxAddress: 'box@x.test',
      deliverAs: 'wav',
    },
  ])
})

describe('a bad line costs itself only', () => {
  const good = (n: number) => `${n},Ana,Ruiz,ana${n}@x.test,+34 911 000 101,wav`
  test.each([
    ['too few values', '2,Ana', 'line 3', 'has 2 values for 6 columns'],
    ['too many', `${good(2)},more`, 'line 3', 'has 7 values for 6 columns'],
    [
      'a quote that never ends',
      '2,"Ana,Ruiz,ana2@x.test,1,wav',
      'line 3',
      'has quotes that do not fit together',
    ],
    [
      'a quote in the middle',
      '2,A"na,Ruiz,ana2@x.test,1,wav',
      'line 3',
      'has quotes that do not fit together',
    ],
    [
      'an unknown word',
      '2,Ana,Ruiz,ana2@x.test,1,mp3',
      'line 3',
      'deliver-as "mp3" is none of wav, none',
    ],
    ['a user twice', good(1), 'line 3', 'the user 1 stands at line 2 already'],
    [
      'much too long',
      `2,${'A'.repeat(300)},Ruiz,ana2@x.test,1,wav`,
      'line 3',
      'firstName is longer than 250 characters',
    ],
  ])('%s', (_, line, place, text) => {
    const reading = readCsv([HEAD, good(1), line, good(3), good(4), ''].join('\n'))
    expect(reading.users.map((user) => user.key)).toEqual(['id 1', 'id 3', 'id 4'])
    expect(reading.faults.map(shownFault)).toEqual([{ place, text }])
    if (!line.startsWith('1')) expect(reading.spared).toContain('id 2')
  })

  test('numbers of lines stay right behind a value of several lines, and thousands of lines', () => {
    const many = Array.from({ length: 2500 }, (_, i) => good(i + 10))
    const lines = [HEAD, '1,"Ana', 'María",Ruiz,ana@x.test,+34 911 000 101,wav', ...many, '2,x']
    const { users, faults } = readCsv(lines.join('\n'))
    expect(users).toHaveLength(2501)
    expect(users[0]?.firstName).toBe('Ana María')
    expect(faults.map(shownFault)).toEqual([
      { place: `line ${lines.length}`, text: 'has 2 values for 6 columns' },
    ])
  })
})

test('two users with one address are two users, also without an id', () => {
  expect(readCsv('name,email\nAna,a@x.test\nEva,A@x.test').users.map((user) => user.key)).toEqual([
    'a@x.test',
    'a@x.test #2',
  ])
})

test.each([
  ['UTF-8 with a byte order mark', Buffer.from('\ufeffname,email\nAna Peña,ana@x.test')],
  ['UTF-16', Buffer.from('\ufeffname\temail\nAna Peña\tana@x.test', 'utf16le')],
  ['Windows-1252', Buffer.from('name,email\nAna Peña,ana@x.test', 'latin1')],
])('the text may be %s', (_, bytes) => {
  expect(readCsv(decodeText(bytes)).users[0]?.firstName).toBe('Ana Peña')
})

describe('JSON', () => {
  test('a list, or an object with one', () => {
    const user = {
      firstName: 'Ana',
      lastName: 'Ruiz',
      email: 'Ana@x.test',
      deliverAs: 'wav',
      phone: 34911000101,
      fax: null,
    }
    for (const text of [JSON.stringify([user]), JSON.stringify({ users: [user] })]) {
      const { users } = readJson(text)
      expect(users).toMatchObject([{ email: 'ana@x.test', phone: '34911000101', deliverAs: 'wav' }])
    }
  })

  test('a bad user costs itself only', () => {
    const { users, faults } = readJson(
      JSON.stringify([
        { name: 'Ana', email: 'ana@x.test' },
        7,
        { name: {}, email: 'x@x.test' },
        { name: 'Eva', email: 'eva@x.test' },
      ]),
    )
    expect(users).toHaveLength(2)
    expect(faults.map(shownFault)).toEqual([
      { place: 'user 2', text: 'is no object' },
      { place: 'user 3', text: 'name is neither text nor number' },
    ])
  })

  test.each([
    ['[{]', /not valid JSON: line 1, column 3/],
    ['{"people":[]}', /no list of users/],
    ['[{"name":"Ana"}]', /no column holds the mail address/],
  ])('%s is refused', (text, message) => {
    expect(() => readJson(text)).toThrow(message)
  })
})

test('nothing at all is nobody', () => {
  expect(emails(`${HEAD}\n`)).toEqual([])
  expect(readJson('[]').users).toEqual([])
})
