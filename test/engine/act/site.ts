import type { Fate } from '../../../src/engine/receive.ts'
import { type DeskSite, openDesk, type WrittenDesk } from '../desk-site.ts'

/** A cloud customer whose issues the desk answers, and a customer whom a partner looks after. */
export const PEOPLE: WrittenDesk = {
  accounts: [
    {
      company: 'Globex',
      contacts: [
        { name: 'Ana Ruiz', address: 'ana@globex.test', more: ['ana@home.test'] },
        { name: 'Carl', address: 'carl@globex.test' },
        { name: 'Ulf', address: 'ulf@globex.test', role: 'user' },
        { name: 'Ada', address: 'ada@globex.test', role: 'administrator' },
      ],
      supportContacts: ['help@partner.test'],
    },
    {
      company: 'Partner',
      kind: 'partner',
      contacts: [
        { name: 'Pia', address: 'pia@partner.test', role: 'user' },
        { name: 'Sue', address: 'sue@partner.test', role: 'super-user' },
      ],
    },
    {
      company: 'Initech',
      model: 'partner',
      partner: 'Partner',
      contacts: [{ name: 'Ivo', address: 'ivo@initech.test' }],
      supportContacts: ['help@partner.test'],
    },
  ],
}

export async function openSite(config: WrittenDesk['config'] = {}): Promise<DeskSite> {
  return await openDesk({ ...PEOPLE, config })
}

let written = 0

/** A mail from somebody to the desk. */
export async function letter(
  site: DeskSite,
  from: string,
  subject = 'Phones',
  more: { cc?: string; account?: string } = {},
): Promise<Fate> {
  written += 1
  const lines = [
    `Message-ID: <letter-${written}@test>`,
    `From: ${from}`,
    'To: support@acme.test',
    ...(more.cc ? [`Cc: ${more.cc}`] : []),
    `Subject: ${subject}`,
    '',
    ...(more.account ? [`Account: ${more.account}`] : []),
    `It rings, says letter ${written}.`,
  ]
  return await site.arrive(Buffer.from(lines.join('\r\n')))
}

/** Opens a ticket for this writer and gives its number. */
export async function ticketOf(site: DeskSite, from: string, cc?: string): Promise<number> {
  const { ticket } = await letter(site, from, 'Phones', cc === undefined ? {} : { cc })
  if (ticket === null) throw new Error(`no ticket was opened for ${from}`)
  return ticket
}

/** The code of the Failure that something ends with; `done` when it ends well. */
export async function codeOfActing(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}
