import { expect, test } from '@jest/globals'
import { LANGUAGES } from '../../src/account/languages/index.ts'
import { readRegistration } from '../../src/account/registration-mail.ts'
import { preview } from '../../src/notification/preview.ts'
import { loadTemplates } from '../../src/notification/templates.ts'

const templates = loadTemplates(null)

/** What is filled in behind each of the empty lines, in their order. */
const VALUES = ['Globex', 'Ana Ruiz', 'ana@globex.test', '+34 912 345 678']

test.each(LANGUAGES.map(({ locale }) => locale))(
  'the lines that are asked for in %s are read again, filled in below the quote',
  (locale) => {
    const { text } = preview(templates, 'unknown-registration-needed', locale)
    const values = [...VALUES]
    const quoted = text.replace(/^(- .+:)$/gm, (line) => `${line} ${values.shift()}`)
    expect(values).toEqual([])
    const mail = { reply: '', text: quoted.replace(/^/gm, '> ') }
    const [company, name, email, phone] = VALUES
    const expected = { company, name, email, phone, locale }
    expect(readRegistration(mail, { address: 'else@where.test' })).toEqual(expected)
  },
)

test.each(LANGUAGES.map(({ locale }) => locale))(
  'what the answer in %s says is wrong is not taken for a value, quoted',
  (locale) => {
    const { text } = preview(templates, 'unknown-registration-incomplete', locale)
    const mail = { reply: 'Thanks', text: text.replace(/^/gm, '> ') }
    const read = readRegistration(mail, { address: 'else@where.test' })
    expect(read).toMatchObject({ company: '', name: 'Ana Ruiz', phone: '' })
  },
)
