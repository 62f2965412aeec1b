import { describe, expect, test } from '@jest/globals'
import { readPhone } from '../../src/account/phone.ts'
import {
  type FormFacts,
  namesLike,
  type RegistrationForm,
  registrationFaults,
} from '../../src/account/registration.ts'
import { acceptsTerms, readRegistration } from '../../src/account/registration-mail.ts'

const FORM: RegistrationForm = {
  company: 'Globex',
  name: 'Ana Ruiz',
  email: 'ana@globex.test',
  phone: '+34 912 345 678',
  locale: null,
}
const FACTS: FormFacts = {
  taken: null,
  isKnown: false,
  own: ['support@acme.test'],
  agents: ['agent@acme.test'],
  isNumber: true,
  otherLanguages: null,
}

describe('what is wrong with a form', () => {
  test.each<[string, Partial<RegistrationForm>, Partial<FormFacts>, string[]]>([
    ['nothing', {}, {}, []],
    [
      'everything is missing',
      { company: '', name: '', email: '', phone: '' },
      { isNumber: false },
      ['company missing', 'name missing', 'email missing', 'phone missing'],
    ],
    ['a name without end', { name: 'x'.repeat(201) }, {}, ['name too-long']],
    ['the company is there', {}, { taken: { proposal: 'Globex 2' } }, ['company taken']],
    ['no address', { email: 'ana at globex' }, {}, ['email no-address']],
    ['our own address', { email: 'support+x@acme.test' }, {}, ['email own-address']],
    ['an agent', { email: 'agent@acme.test' }, {}, ['email agent-address']],
    ['a known address', {}, { isKnown: true }, ['email known-address']],
    ['no number', { phone: '12' }, { isNumber: false }, ['phone no-number']],
    ['no language', { locale: 'martian' }, { otherLanguages: ['en'] }, ['locale no-language']],
    [
      'all at once',
      { name: '', email: 'x', locale: 'es' },
      { taken: { proposal: 'Globex 2' }, isNumber: false },
      ['company taken', 'name missing', 'email no-address', 'phone no-number'],
    ],
  ])('%s', (_, form, facts, expected) => {
    const faults = registrationFaults({ ...FORM, ...form }, { ...FACTS, ...facts })
    expect(faults.map((fault) => `${fault.field} ${fault.is}`)).toEqual(expected)
  })
})

test('names are proposed with the country, the mail domain, then counted', () => {
  const first = (country: string | null, email: string, locale: string) => {
    const names = namesLike('Globex', { country, email, locale })
    return [names.next().value, names.next().value, names.next().value]
  }
  expect(first('ES', 'ana@globex.test', 'es')).toEqual([
    'Globex España',
    'Globex (globex.test)',
    'Globex 2',
  ])
  expect(first('ES', 'ana', 'en')).toEqual(['Globex Spain', 'Globex 2', 'Globex 3'])
  expect(first(null, '', 'es')).toEqual(['Globex 2', 'Globex 3', 'Globex 4'])
})

describe('a telephone number', () => {
  test.each<[string, string | undefined, string | null]>([
    ['+34 912 345 678', undefined, '+34 912 34 56 78'],
    ['0034912345678', 'DE', '+34 912 34 56 78'],
    ['912-345-678', 'ES', '+34 912 34 56 78'],
    ['912 345 678', undefined, null],
    ['912 345 678', 'Narnia', null],
    ['(030) 901820', 'DE', '+49 30 901820'],
    ['+1 212-736-5000 ext. 12', undefined, '+1 212 736 5000 ext. 12'],
    ['+34 1', undefined, null],
    ['call me', 'ES', null],
    ['', 'ES', null],
    ['9'.repeat(5000), 'ES', null],
  ])('%s in %s is %s', (written, country, expected) => {
    expect(readPhone(written, country)?.number ?? null).toBe(expected)
  })
})

describe('a registration in a mail', () => {
  const read = (reply: string, text = reply) =>
    readRegistration({ reply, text }, { address: 'ana@globex.test' })

  test('has its lines anywhere, in one language or another', () => {
    expect(
      read('Hello,\n\nCompany: Globex\nYour name: Ana Ruiz\n\nPhone: +34 912\n\nThanks\nAna'),
    ).toEqual({ ...FORM, phone: '+34 912', locale: 'en' })
    expect(
      read('Buenos días:\n\nempresa: Globex\nNombre: Ana Ruiz\nTelefono: +34 912\nIdioma: inglés'),
    ).toEqual({ ...FORM, phone: '+34 912', locale: 'en' })
    expect(read('Empresa: Globex\nNombre: Ana')).toMatchObject({ locale: 'es' })
  })

  test.each([
    ['Email: Ana <ANA@else.test>', 'ana@else.test'],
    ['E-mail: ana@else.test<mailto:ana@else.test>', 'ana@else.test'],
    ['Correo electrónico: nobody', 'nobody'],
    ['Email:', 'ana@globex.test'],
  ])('%s', (line, email) => {
    expect(read(`Company: Globex\n${line}`)).toMatchObject({ email })
  })

  test('takes the first of two lines, and what is filled in below, in the quote', () => {
    const quoted = '> Hello,\n> - Company: Globex\n> - Phone: 12\n> - Name:\n>\n> A line: of ours'
    expect(read('Phone: +34 912\nPhone: 13', `Phone: +34 912\nPhone: 13\n\n${quoted}`)).toEqual({
      ...FORM,
      name: '',
      phone: '+34 912',
      locale: 'en',
    })
  })

  test('is none without its fields', () => {
    expect(read('My phone does not ring: help!')).toBeNull()
    expect(read('It does not work\n\nTel: +34 912 345 678')).toBeNull()
  })
})

test.each([
  ['ACCEPT', true],
  ['Hello,\n\n "accept".\n\nAna', true],
  ['Acepto', true],
  ['I accept nothing', false],
  ['', false],
])('%j accepts the terms: %s', (reply, expected) => {
  expect(acceptsTerms(reply)).toBe(expected)
})
