import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { createDkimCheck } from '../../../src/engine/authenticate/dkim.ts'
import { type LookUpText, remembering } from '../../../src/engine/authenticate/dns.ts'
import { openDesk } from '../desk-site.ts'

const now = Date.parse('2026-11-02T09:00:00Z')
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const weak = generateKeyPairSync('rsa', { modulusLength: 768 })
const name = 's1._domainkey.acme.test'

function record(key: KeyObject, more = ''): string[][] {
  const p = key.export({ type: 'spki', format: 'der' }).toString('base64')
  const whole = `v=DKIM1; k=rsa; ${more}p=${p}`
  // A record has pieces of 255 bytes at most.
  return [whole.match(/.{1,255}/g) ?? []]
}

interface Signing {
  subject?: string
  key?: KeyObject
  headers?: string
}

async function signed(text: string, { subject = 'No dial tone', key, headers }: Signing = {}) {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message } = await transport.sendMail({
    from: 'Kim Lee <agent@acme.test>',
    to: 'support@acme.test',
    subject,
    messageId: '<signed@mailer.test>',
    date: new Date(now),
    text,
    dkim: {
      domainName: 'acme.test',
      keySelector: 's1',
      privateKey: (key ?? pair.privateKey).export({ type: 'pkcs1', format: 'pem' }).toString(),
      ...(headers === undefined ? {} : { headerFieldNames: headers }),
    },
  })
  return message as Buffer
}

const dns =
  (records: Record<string, string[][]>): LookUpText =>
  async (asked) => {
    const found = records[asked]
    if (!found) throw Object.assign(new Error(`no ${asked}`), { code: 'ENOTFOUND' })
    return found
  }
const usual = dns({ [name]: record(pair.publicKey) })
const check = (bytes: Buffer, lookUp = usual) => createDkimCheck(lookUp, () => now)({ bytes })

test('names the domain whose signature holds', async () => {
  expect(await check(await signed('The switch is new.'))).toEqual(['acme.test'])
})

test.each<[string, (bytes: Buffer) => string]>([
  ['the text', (bytes) => bytes.toString().replace('new', 'old')],
  ['what is added to it', (bytes) => `${bytes}And more.\r\n`],
  ['the From', (bytes) => bytes.toString().replace('agent@', 'boss@')],
  ['the Subject', (bytes) => bytes.toString().replace('No dial', 'A dial')],
  ['nothing but one more Subject', (bytes) => `Subject: [Acme#100042] Hi\r\n${bytes}`],
  ['nothing but one more From', (bytes) => `From: boss@acme.test\r\n${bytes}`],
])('a change of %s takes the signature away', async (_, change) => {
  const bytes = await signed('The switch is new.')
  const changed = Buffer.from(change(bytes))
  expect(changed.equals(bytes)).toBe(false)
  expect(await check(changed)).toEqual([])
})

test.each<[string, Signing, Record<string, string[][]>]>([
  ['whose key is not there', {}, {}],
  ['whose key was taken back', {}, { [name]: [['v=DKIM1; p=']] }],
  ['of a domain that only tries it', {}, { [name]: record(pair.publicKey, 't=y; ') }],
  ['of a weak key', { key: weak.privateKey }, { [name]: record(weak.publicKey) }],
  ['that leaves out From', { headers: 'Subject:Date' }, { [name]: record(pair.publicKey) }],
  ['that leaves out the subject', { headers: 'From:Date' }, { [name]: record(pair.publicKey) }],
])('a signature %s says nothing', async (_, signing, records) => {
  expect(await check(await signed('Hello.', signing), dns(records))).toEqual([])
})

test('a signature over a part of the body says nothing', async () => {
  const { dkimSign } = await import('mailauth/lib/dkim/sign.js')
  const mail = 'From: agent@acme.test\r\nSubject: x\r\n\r\nHello.\r\n'
  const sign = async (maxBodyLength?: number) => {
    const key = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    const signature = {
      signingDomain: 'acme.test',
      selector: 's1',
      privateKey: key,
      ...(maxBodyLength === undefined ? {} : { maxBodyLength }),
    }
    // Its types ask for the first signature twice.
    const options = { ...signature, signatureData: [signature], signTime: new Date(now) }
    const { signatures } = await dkimSign(mail, options)
    return Buffer.from(signatures + mail)
  }
  expect(await check(await sign())).toEqual(['acme.test'])
  expect(await check(await sign(5))).toEqual([])
})

test('a DNS that fails, is silent or answers nonsense says nothing', async () => {
  const bytes = await signed('Hello.')
  const failing: LookUpText = async () => {
    throw Object.assign(new Error('away'), { code: 'ESERVFAIL' })
  }
  expect(await check(bytes, failing)).toEqual([])
  expect(await check(bytes, async () => [['<html>']])).toEqual([])
  expect(await check(Buffer.from('no mail at all'), failing)).toEqual([])
})

test('a mail of many signatures asks few questions', async () => {
  const one = (await signed('Hello.')).toString()
  const header = /^DKIM-Signature: (?:.*\r\n)(?:[ \t].*\r\n)*/m.exec(one)?.[0] ?? ''
  const many = Array.from({ length: 100 }, (_, i) => header.replace('s=s1', `s=x${i}`)).join('')
  let asked = 0
  await check(Buffer.from(many + one), async (name) => {
    asked++
    return await usual(name)
  })
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThan(10)
})

test('a head that is made to take long is not worth the time', async () => {
  const bytes = await signed('Hello.')
  const below = async (head: string) => await check(Buffer.concat([Buffer.from(head), bytes]))
  expect(await below('X-A: b\r\n'.repeat(20_000))).toEqual(['acme.test'])
  expect(await below('X-A: b\r\n'.repeat(200_000))).toEqual([])
  expect(await below(`X-A: b\r\n${' c\r\n'.repeat(20_000)}`)).toEqual([])
})

test('a mail that lies in a file is checked as well', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'signed-'))
  try {
    const file = path.join(folder, 'mail.eml')
    const of = createDkimCheck(usual, () => now)
    const bytes = await signed('A long story.\r\n'.repeat(200_000))
    writeFileSync(file, bytes)
    expect(await of({ file })).toEqual(['acme.test'])
    bytes[bytes.length - 100] = 0x21
    writeFileSync(file, bytes)
    expect(await of({ file })).toEqual([])
    expect(await of({ file: `${file}.gone` })).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('answers are remembered for a while, failures for a shorter one', async () => {
  let clock = 0
  let asked = 0
  const lookUp = remembering(
    async (name) => {
      asked++
      if (name === 'away.test') throw Object.assign(new Error('away'), { code: 'ETIMEOUT' })
      return [[name]]
    },
    () => clock,
  )
  const ask = async (name: string) => await lookUp(name).catch((error: Error) => error.message)
  expect(await ask('a.test')).toEqual([['a.test']])
  expect(await ask('A.test')).toEqual([['a.test']])
  expect(asked).toBe(1)
  expect([await ask('away.test'), await ask('away.test')]).toEqual(['away', 'away'])
  expect(asked).toBe(2)
  clock = 60_000
  await ask('away.test')
  await ask('a.test')
  expect(asked).toBe(3)
  clock = 3_600_000
  await ask('a.test')
  expect(asked).toBe(4)
})

const opened = Buffer.from(
  'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: No dial tone\r\n' +
    'Message-ID: <ana@mailer.test>\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\n\r\nDead.\r\n',
)
const people = [{ company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] }]

/** What becomes of an agent's signed `#close` without any other proof. */
async function closing(desk: Record<string, unknown>, records: Record<string, string[][]>) {
  const asked: string[] = []
  const site = await openDesk({ accounts: people, config: { desk } })
  try {
    site.desk.signersOf = createDkimCheck(
      async (name) => {
        asked.push(name)
        return await dns(records)(name)
      },
      () => now,
    )
    const { ticket } = await site.arrive(opened)
    const reply = await signed('#close', { subject: `[Acme#${ticket}] No dial tone` })
    const { outcome, reason } = await site.arrive(reply)
    return { outcome, reason, asked: asked.length }
  } finally {
    await site.close()
  }
}

test('an agent whose domain signed the mail is proven', async () => {
  const records = { [name]: record(pair.publicKey) }
  const wanted = { staffByFromAlone: false }
  expect(await closing(wanted, records)).toMatchObject({ outcome: 'command', asked: 1 })
  expect(await closing(wanted, {})).toMatchObject({ outcome: 'held', asked: 1 })
  expect(await closing({ ...wanted, dkimCheck: false }, records)).toMatchObject({
    outcome: 'held',
    asked: 0,
  })
})

test('nobody is asked where the answer makes no difference', async () => {
  const records = { [name]: record(pair.publicKey) }
  expect(await closing({}, records)).toMatchObject({ outcome: 'command', asked: 0 })
})
