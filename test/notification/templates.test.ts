import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { commandsOf } from '../../src/account/command-rights.ts'
import { Failure } from '../../src/errors.ts'
import { compose } from '../../src/notification/compose.ts'
import { previewContext } from '../../src/notification/example.ts'
import { faultsOf, preview } from '../../src/notification/preview.ts'
import { HAPPENINGS, recipients } from '../../src/notification/recipients.ts'
import { loadTemplates } from '../../src/notification/templates.ts'
import { around, person, ticket } from './around.ts'

const shipped = loadTemplates(null)
const names = shipped.list().map((row) => row.name)
const folder = fileURLToPath(new URL('../../templates', import.meta.url))

/** A folder of the operator's own with these files, as `es/customer-opened.hbs` → text. */
function own(files: Record<string, string>): string {
  const made = mkdtempSync(join(tmpdir(), 'ticketd-templates-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(made, path, '..'), { recursive: true })
    writeFileSync(join(made, path), text)
  }
  return made
}

function failure(what: () => unknown): Failure {
  try {
    what()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('it did not fail')
}

/** Mails whose answers are new mails. */
const NOT_ANSWERED =
  /^admin-|registration-done|-referred-|-tickets-listed|one-time-code|token-rotated|account-confirmed|balance-low|cover-ending|credit-statement|directory-problem|role-granted|service-|support-contact-/

describe.each(names)('%s', (name) => {
  test.each(['en', 'es'])('in %s: whole, tidy, the same in both formats', (language) => {
    const mail = preview(shipped, name, language)
    for (const part of [mail.text, mail.html, mail.subject, mail.from.name]) {
      expect(part).not.toMatch(/\{\{|\[object|undefined|null/)
    }
    expect(mail.text).not.toMatch(/\n\n\n|[^-] \n/)
    expect(mail.html).toContain(`<html lang="${language}">`)
    const opened = mail.html.match(/<(p|ul|li|table|tr|td|th|div|blockquote|strong|a)\b/g)?.length
    const closed = mail.html.match(/<\/(p|ul|li|table|tr|td|th|div|blockquote|strong|a)>/g)?.length
    expect(opened).toBe(closed)
  })

  test('names the same variables in both languages', () => {
    const tags = (language: string) => {
      const text = readFileSync(join(folder, language, `${name}.hbs`), 'utf8')
      return new Set(text.match(/\{\{[^}]*\}\}/g))
    }
    expect(tags('es')).toEqual(tags('en'))
  })
})

/** All texts among the values, as those of a company that is called "Initech S.L.". */
function withFullStops(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\.?$/, '.')
  if (Array.isArray(value)) return value.map(withFullStops)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withFullStops(one)]))
}

test.each(['en', 'es'])('no sentence in %s ends with two full stops', (language) => {
  const dotted: typeof shipped = {
    ...shipped,
    render: (name, languages, values, inHtml) =>
      shipped.render(name, languages, withFullStops(values) as object, inHtml),
  }
  const wrong = names.flatMap((name) => {
    const { subject, from, text, html } = preview(dotted, name, language)
    const shown = [subject, from.name, text, html.replace(/<[^>]*>/g, '')].join('\n')
    return (shown.match(/.*\.\..*/g) ?? []).map((line) => `${name}: ${line}`)
  })
  expect(wrong).toEqual([])
})

test('every notice has its template in both languages, and every template its notice', () => {
  const owned = { ...ticket, owner: person('Lee').address }
  const used = HAPPENINGS.flatMap((happening) =>
    recipients(happening, { ...around, ticket: owned, writer: person('Newt') }).map(
      (n) => n.template,
    ),
  )
  expect(new Set(names)).toEqual(new Set(used))
  for (const row of shipped.list()) expect(row.languages.sort()).toEqual(['en', 'es'])
})

test.each(['en', 'es'])(
  'the marker line in %s is short and tops every mail that is answered',
  (language) => {
    for (const name of names) {
      const { text } = preview(shipped, name, language)
      const first = text.split('\n')[0] ?? ''
      if (NOT_ANSWERED.test(name)) expect(first).not.toContain('##')
      else expect(first).toMatch(/^##- .{10,52} -##$/)
    }
  },
)

test.each(['en', 'es'])(
  'a relay to staff in %s names every command of this version',
  (language) => {
    for (const name of ['support-opened', 'support-customer-replied', 'support-reopened']) {
      const { text } = preview(shipped, name, language)
      for (const command of commandsOf('agent')) expect(text).toContain(`#${command}`)
    }
  },
)

test.each(['en', 'es'])(
  'a command that is not written right is answered with its form, in %s',
  (l) => {
    expect(preview(shipped, 'support-command-refused', l).text).toContain('#priority P2')
  },
)

test.each([
  ['customer-opened', 'en'],
  ['customer-opened', 'es'],
  ['support-opened', 'en'],
  ['support-opened', 'es'],
])('the HTML of %s in %s with a short text is at most 3 KB', (name, language) => {
  const [notice] = recipients('opened', { ...around, ticket }).filter((n) => n.template === name)
  if (!notice) throw new Error('nobody is told')
  const { words, ...usual } = previewContext(shipped, name, language)
  const text = 'Since this morning the phones on our second floor do not ring.'
  const { html } = compose(notice, {
    ...usual,
    desk: { ...usual.desk, locale: language },
    words: words ? { ...words, reply: text, text, attachments: [] } : null,
    earlier: [],
    opened: null,
    judged: null,
    supportContacts: [],
  })
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(3072)
})

test('facts around a condition are one table', () => {
  const { html } = preview(shipped, 'customer-opened', 'en')
  expect(html.match(/<table class="facts"/g)).toHaveLength(1)
})

test.each([
  ['en', '(bought), balance 180', '(support, ticket 100042), balance 155', '120, 300 or 600'],
  ['es', '(comprados), saldo 180', '(soporte, ticket 100042), saldo 155', '120, 300 o 600'],
])('credits in %s: why they came and went, and the packs there are', (l, came, went, packs) => {
  const { text } = preview(shipped, 'customer-credit-statement', l)
  expect(text).toContain(came)
  expect(text).toContain(went)
  expect(preview(shipped, 'customer-balance-low', l).text).toContain(packs)
})

test.each(['held', 'address-bounced', 'relay-stopped'] as const)(
  '%s names the command line to the desk’s own people only',
  (happening) => {
    const [notice] = recipients(happening, { ...around, ticket, writer: person('Newt') })
    if (!notice) throw new Error('nobody is told')
    for (const audience of ['support', 'vendor'] as const) {
      const context = previewContext(shipped, notice.template, 'en')
      const { text } = compose({ ...notice, audience }, context)
      expect(text.includes('ticketd ')).toBe(audience === 'vendor')
    }
  },
)

describe('strictness', () => {
  test.each([
    [
      'a variable',
      'Preview: x\n\nHello\n\n{{ticket.nummer}}',
      'customer-opened.hbs:5:',
      'no variable {{ticket.nummer}} here',
    ],
    [
      'a variable of nothing',
      'Preview: x\n\n{{nosuch.thing}}',
      'customer-opened.hbs:3:',
      'no variable {{nosuch.thing}} here',
    ],
    ['a front line', 'Preview: x\nFrom: {{nobody}}\n\nHello', 'customer-opened.hbs:2:', 'nobody'],
    [
      'a condition',
      'Preview: x\n\n{{#if recipient.nick}}\nx\n{{/if}}',
      'customer-opened.hbs:3:',
      'if',
    ],
    [
      'a helper',
      'Preview: x\n\n{{shout ticket.number}}',
      'customer-opened.hbs:3:',
      'there is no helper shout',
    ],
    ['a part', 'Preview: x\n\n{{> gretting}}', 'customer-opened.hbs', 'gretting'],
    ['an open block', 'Preview: x\n\n{{#if ticket}}\nx', 'customer-opened.hbs:5:', ''],
  ])('%s that is not there is named with file and line', (_, source, place, what) => {
    const templates = loadTemplates(own({ 'en/customer-opened.hbs': source }))
    const fault = failure(() => preview(templates, 'customer-opened', 'en'))
    expect(fault).toMatchObject({ code: 'template', lasting: 'permanent' })
    expect(fault.message).toContain(place)
    expect(fault.message).toContain(what)
    expect(faultsOf(templates)).toHaveLength(1)
  })

  test('a fault in a part names the part', () => {
    const templates = loadTemplates(own({ 'en/_ticket.hbs': 'Ticket\n\n{{ticket.nr}}' }))
    const fault = failure(() => preview(templates, 'support-opened', 'en'))
    expect(fault.message).toMatch(/en\/_ticket\.hbs:3: .*nr/)
  })

  test('what comes with the program has no fault', () => {
    expect(faultsOf(shipped)).toEqual([])
  })
})

describe('languages and the operator’s own', () => {
  test.each([
    [['es-MX', 'en'], 'es'],
    [['fr', 'es'], 'es'],
    [['fr', 'de'], 'en'],
  ])('%j reads %s', (languages, read) => {
    expect(shipped.languageOf('customer-opened', languages)).toBe(read)
  })

  test('one file of one’s own replaces that file and nothing else', () => {
    const folder = own({ 'es/customer-closed.hbs': 'Preview: x\n\nAdiós, {{recipient.name}}' })
    const templates = loadTemplates(folder)
    expect(preview(templates, 'customer-closed', 'es').text).toContain('Adiós, Ana Ruiz')
    expect(preview(templates, 'customer-closed', 'en').text).toContain('is now closed')
    expect(templates.list().filter((row) => row.own.length > 0)).toEqual([
      { name: 'customer-closed', languages: ['en', 'es'], own: ['es'] },
    ])
  })

  test('a language of one’s own uses the English parts that it lacks', () => {
    const templates = loadTemplates(
      own({ 'fr/customer-opened.hbs': 'Preview: x\n\n{{> greeting}}\n\nMerci.' }),
    )
    const { text } = preview(templates, 'customer-opened', 'fr')
    expect(text).toContain('Hello Ana Ruiz,\n\nMerci.')
  })

  test('a part may be asked for with values, indented, and by itself', () => {
    const templates = loadTemplates(
      own({
        'en/customer-opened.hbs':
          'Preview: x\n\n{{> greeting recipient=ticket.requester}}\n  {{> greeting}}\n{{> down}}',
        'en/_down.hbs': '{{#if desk}}down{{else}}{{> down}}{{/if}}',
      }),
    )
    expect(preview(templates, 'customer-opened', 'en').text).toContain(
      'Hello Ana Ruiz,\n  Hello Ana Ruiz,\ndown',
    )
  })

  test('a folder that is not there is a fault with advice', () => {
    const fault = failure(() => loadTemplates('/nowhere/at/all'))
    expect(fault.message).toContain('/nowhere/at/all cannot be read')
    expect(fault.advice).toContain('templates')
  })
})
