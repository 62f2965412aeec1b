import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { authenticityOf } from '../../src/decision/authenticity.ts'
import { authenticationOf, type Finding } from '../../src/message/authentication.ts'
import { readAuthenticationResults } from '../../src/message/authentication-results.ts'
import { parse } from '../../src/message/parse.ts'
import { atBest } from './stopwatch.ts'

/** The heads of mails in the shapes that mail hosts give them, each with what is read out of it. */
interface Expected {
  authservIds: string[]
  verdict: string
  because?: string
  /** `pass globex.test` for each finding; null: nothing in the head can be believed. */
  says: Record<'spf' | 'dkim' | 'dmarc' | 'compauth', string[] | undefined> | null
}

/** A mail whose writer stands in From. */
const itself = (address: string) => ({ from: address, writer: address })

const folder = path.join(import.meta.dirname, 'authentication')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.eml'))
  .map((file) => file.slice(0, -4))

describe('what the mail host says', () => {
  test.each(names)('%s', async (name) => {
    const written = readFileSync(path.join(folder, `${name}.eml`), 'utf8')
    const expected = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Expected
    const mail = await parse(Buffer.from(written.replace(/\r?\n/g, '\r\n')))
    const said = authenticationOf(mail.headers.authenticationResults, expected.authservIds)
    const shown = (list: Finding[]) => list.map((it) => [it.result, it.domain].join(' ').trim())
    if (expected.says === null) expect(said).toBeNull()
    else {
      const { spf = [], dkim = [], dmarc = [], compauth = [] } = expected.says
      expect({
        spf: shown(said?.spf ?? []),
        dkim: shown(said?.dkim ?? []),
        dmarc: shown(said?.dmarc ?? []),
        compauth: shown(said?.compauth ?? []),
      }).toEqual({ spf, dkim, dmarc, compauth })
    }
    const { verdict, because } = authenticityOf(itself(mail.from?.address ?? ''), said, [])
    expect(verdict).toBe(expected.verdict)
    if (expected.because) expect(because).toContain(expected.because)
  })

  test('without a configured server nothing is believed', () => {
    const header = 'mx.acme.test; dmarc=pass header.from=globex.test'
    expect(authenticationOf([header], [])).toBeNull()
    expect(authenticationOf([header], ['mx.acme.test'])).not.toBeNull()
  })
})

describe('our own check', () => {
  test.each([
    ['the domain itself', ['globex.test'], 'pass'],
    ['in capitals', ['GLOBEX.test'], 'pass'],
    ['a part of it', ['web.globex.test'], 'unknown'],
    ['what it is a part of', ['test'], 'unknown'],
    ['somebody else', ['evil.test'], 'unknown'],
    ['nobody', [], 'unknown'],
  ])('signed by %s', (_, signers, verdict) => {
    expect(authenticityOf(itself('ana@globex.test'), null, signers).verdict).toBe(verdict)
  })

  test('is not asked over the mail host', () => {
    const said = authenticationOf(
      ['mx.acme.test; dmarc=fail header.from=globex.test'],
      ['mx.acme.test'],
    )
    expect(authenticityOf(itself('ana@globex.test'), said, ['globex.test']).verdict).toBe('fail')
  })

  test('a group in front of the mailbox vouches only for itself', () => {
    const behind = (from: string, result: string) => {
      const header = `mx.acme.test; dmarc=${result} header.from=acme.test`
      const said = authenticationOf([header], ['mx.acme.test'])
      return authenticityOf({ from, writer: 'agent@acme.test' }, said, []).verdict
    }
    expect(behind('agent@acme.test', 'pass')).toBe('pass')
    expect(behind('everybody@acme.test', 'pass')).toBe('unknown')
    expect(behind('everybody@acme.test', 'fail')).toBe('fail')
  })

  test('proves nothing of a mail without a writer', () => {
    expect(authenticityOf(itself(''), null, ['']).verdict).toBe('unknown')
  })
})

describe('the grammar', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab .@=;()"\\/\t\r\n-+1') })

  test('a quoted value says nothing but itself', () => {
    fc.assert(
      fc.property(text, (value) => {
        const quoted = `"${value.replace(/[\\"]/g, '\\$&')}"`
        const header = `mx.acme.test; spf=pass smtp.mailfrom=${quoted}; dmarc=fail`
        expect(readAuthenticationResults(header)?.statements).toMatchObject([
          { method: 'spf', result: 'pass', properties: new Map([['smtp.mailfrom', value]]) },
          { method: 'dmarc', result: 'fail' },
        ])
      }),
    )
  })

  test('a comment says nothing', () => {
    fc.assert(
      fc.property(text, (value) => {
        const comment = `(${value.replace(/[\\()]/g, '\\$&')})`
        const header = `mx.acme.test ${comment};${comment}dmarc${comment}=fail${comment}`
        expect(readAuthenticationResults(header)).toMatchObject({
          authservId: 'mx.acme.test',
          statements: [{ method: 'dmarc', result: 'fail' }],
        })
      }),
    )
  })

  test('no header takes long or throws', async () => {
    fc.assert(
      fc.property(text, (value) => {
        readAuthenticationResults(value)
        readAuthenticationResults(`mx.acme.test; ${value}`)
      }),
    )
    for (const piece of ['(', '"', ';', 'a=', '/', ' ', '("', 'a']) {
      const header = piece.repeat(200_000)
      expect(await atBest(2_000, () => readAuthenticationResults(header))).toBeLessThan(2_000)
    }
  })
})
