import { afterEach, expect, test } from '@jest/globals'
import type { Told } from '../../src/engine/tell.ts'
import { makeMail } from '../../src/outbox/mime.ts'
import { type DeskSite, openDesk, type WrittenDesk } from './desk-site.ts'

/** Two desks of this program that know each other in the most unlucky ways. */
const sites: DeskSite[] = []
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close()
})

const desk = (name: 'acme' | 'beta', accounts: WrittenDesk['accounts'], more: object = {}) => ({
  accounts: accounts ?? [],
  config: {
    desk: { name, tag: name, unknownSenders: 'open', ...more },
    mailboxes: [{ address: `support@${name}.test` }],
    departments: [{ name: 'support', agents: [`agent@${name}.test`] }],
  },
})

const known = (name: string) => [
  { company: name, contacts: [{ name: 'Support', address: `support@${name}.test` }] },
]
const lookedAfterBy = (name: string) => [
  {
    company: 'Globex',
    contacts: [{ name: 'Ana', address: 'ana@globex.test' }],
    supportContacts: [`support@${name}.test`],
  },
]

async function bytesOf({ draft }: Told, domain: string): Promise<Buffer> {
  const letter = { ...draft, id: 1, attempts: 0, doubts: 0 }
  const attachmentFiles = async () => []
  const made = await makeMail(letter, { domain, maxBytes: 1 << 20, attachmentFiles })
  return made.bytes as Buffer
}

/** Hands mails over until nobody writes any more; gives how many were handed over. */
async function untilSilence(
  first: WrittenDesk,
  second: WrittenDesk,
  mail: string[],
): Promise<number> {
  const acme = await openDesk(first)
  const beta = await openDesk(second)
  sites.push(acme, beta)
  const wayTo = new Map([
    ['support@acme.test', acme],
    ['support@beta.test', beta],
  ])
  let waiting: { bytes: Buffer; to: string }[] = [
    { bytes: Buffer.from(mail.join('\r\n')), to: 'support@acme.test' },
  ]
  let handed = 0
  while (waiting.length > 0) {
    const next: typeof waiting = []
    for (const { bytes, to } of waiting) {
      const site = wayTo.get(to)
      if (!site) continue
      handed += 1
      if (handed > 200) return handed
      for (const one of [acme, beta]) one.clock.now += 1000
      const { told } = await site.arrive(bytes)
      for (const one of told) {
        const domain = site.desk.config.desk.domain
        next.push({ bytes: await bytesOf(one, domain), to: one.draft.recipient.address })
      }
    }
    waiting = next
  }
  return handed
}

const from = (address: string) => [
  `From: ${address}`,
  'To: support@acme.test',
  'Subject: Phones',
  'Message-ID: <first@somewhere.test>',
  '',
  'They are dead.',
]

test.each([
  ['strangers to each other', desk('acme', []), desk('beta', []), 'support@beta.test', 2],
  [
    'each other’s customers',
    desk('acme', known('beta')),
    desk('beta', known('acme')),
    'support@beta.test',
    2,
  ],
  [
    'one the support contact of the other’s customer',
    desk('acme', lookedAfterBy('beta')),
    desk('beta', known('acme')),
    'ana@globex.test',
    4,
  ],
  [
    'each the support contact of the other’s customer',
    desk('acme', lookedAfterBy('beta')),
    desk('beta', lookedAfterBy('acme')),
    'ana@globex.test',
    6,
  ],
])('two desks, %s, fall silent by themselves', async (_, acme, beta, writer, most) => {
  const handed = await untilSilence(acme, beta, from(writer))
  expect(handed).toBeGreaterThan(1)
  expect(handed).toBeLessThanOrEqual(most)
})

test('two desks whose agents are each other’s mailboxes fall silent by themselves', async () => {
  const withAgent = (name: 'acme' | 'beta', other: string) => {
    const one = desk(name, known(other))
    return {
      ...one,
      config: {
        ...one.config,
        departments: [{ name: 'support', agents: [`support@${other}.test`] }],
      },
    }
  }
  const handed = await untilSilence(
    withAgent('acme', 'beta'),
    withAgent('beta', 'acme'),
    from('eve@somewhere.test'),
  )
  expect(handed).toBeGreaterThan(1)
  expect(handed).toBeLessThanOrEqual(20)
})
