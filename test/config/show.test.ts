import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { type JsonSchema, jsonSchema } from '../../src/config/json-schema.ts'
import { checkConfig } from '../../src/config/load.ts'
import { isSecret } from '../../src/config/secrets.ts'
import { effective, flatten } from '../../src/config/show.ts'
import { smallest } from './a-config.ts'

const FILE = '/etc/ticketd/config.json'
const example: unknown = JSON.parse(
  readFileSync(new URL('../../config.example.json', import.meta.url), 'utf8'),
)

/** The example with its secrets as text: the file /run/secrets/smtp is on no test machine. */
function exampleConfig() {
  const written = example as { smtp: object }
  return checkConfig({ ...written, smtp: { ...written.smtp, password: 'hidden' } }, FILE, {
    SUPPORT_PASSWORD: 'hidden',
  })
}

test('the example is valid', () => {
  const titles = exampleConfig().departments.map((it) => it.title.es)
  expect(titles.slice(0, 3)).toEqual(['Soporte técnico', 'Facturación', 'Appliances FreePBX'])
  expect(titles.length).toBe(22)
})

describe('what is shown', () => {
  test('is the whole configuration in the form of the file, and reads as the same', () => {
    const config = exampleConfig()
    const shown = JSON.parse(JSON.stringify(effective(config)).replaceAll('(secret)', 'hidden'))
    expect(checkConfig(shown, FILE, {})).toEqual(config)
  })

  test('has no secret, wherever one may stand', () => {
    const oauth2 = { provider: 'google', clientId: 'visible', clientSecret: 'hidden' }
    const [mailbox] = smallest().mailboxes
    const shown = effective(
      checkConfig(
        {
          ...smallest(),
          mailboxes: [
            {
              ...mailbox,
              imap: { host: 'imap.acme.test', user: 'u', oauth2 },
              smtp: { host: 'smtp.acme.test', user: 'u', password: 'hidden' },
            },
          ],
          smtp: { host: 'smtp.acme.test', user: 'u', password: 'hidden' },
        },
        FILE,
        {},
      ),
    )
    const text = JSON.stringify(shown)
    expect(text).not.toContain('hidden')
    expect(text.match(/\(secret\)/g)).toHaveLength(3)
    expect(text).toContain('visible')
  })

  test('as lines: one for every option', () => {
    expect(flatten({ a: { b: 1, c: ['x', 'y'] }, d: [{ e: '5m' }], f: [] })).toEqual([
      ['a.b', '1'],
      ['a.c', 'x, y'],
      ['d[0].e', '5m'],
      ['f', ''],
    ])
  })
})

test('every option has a sentence of help', () => {
  const without: string[] = []
  const seen = walk(jsonSchema(), '', (path, part) => {
    if (!/^\S.*\.$/.test(part.description ?? '')) without.push(path)
  })
  expect(without).toEqual([])
  expect(seen).toBeGreaterThan(80)
})

/** Calls back for every option below; gives how many there were. */
function walk(
  part: JsonSchema,
  path: string,
  seen: (path: string, part: JsonSchema) => void,
): number {
  const inner = [
    ...Object.entries(part.properties ?? {}),
    ...(part.additionalProperties ? [['*', part.additionalProperties] as const] : []),
    ...(part.items?.properties ? [['[]', part.items] as const] : []),
  ]
  return inner.reduce((count, [key, option]) => {
    seen(`${path}.${key}`, option)
    return count + 1 + walk(option, `${path}.${key}`, seen)
  }, 0)
}

test('every option that holds a secret is hidden, whatever its name', () => {
  const found: string[] = []
  const walk = (part: JsonSchema | undefined | false, key: string): void => {
    if (!part) return
    const forms = Array.isArray(part.anyOf) ? (part.anyOf as JsonSchema[]) : []
    const places = forms.map((form) => Object.keys(form.properties ?? {}).join())
    if (places.includes('env') && places.includes('file')) return void found.push(key)
    for (const form of forms) walk(form, key)
    for (const [name, inner] of Object.entries(part.properties ?? {})) walk(inner, name)
    walk(part.items, key)
    walk(part.additionalProperties, key)
  }
  walk(jsonSchema(), '')
  expect(found).toContain('privateKey')
  expect(found.filter((key) => !isSecret(key))).toEqual([])
})
