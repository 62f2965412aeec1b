import { expect, test } from '@jest/globals'
import { preview } from '../../src/notification/preview.ts'
import { loadTemplates } from '../../src/notification/templates.ts'

const templates = loadTemplates(null)

test.each([
  ['en', 'Technical support, Billing'],
  ['es', 'Soporte técnico, Facturación'],
])('the form in %s names the departments in that language', (locale, expected) => {
  expect(preview(templates, 'case-form', locale).text).toContain(expected)
})
