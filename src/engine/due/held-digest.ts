import type { DigestFacts } from '../../notification/context.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { listForDecision, type WaitingRow } from '../../store/held.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { findTicket } from '../../store/tickets.ts'
import { supportSideOf } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import type { Holder } from '../holder.ts'
import { tell } from '../tell.ts'
import { dueDay, localTime } from './day.ts'
import { lapseOf, pendingSoon } from './lapse.ts'

/** So many mails are looked at, and so many of them shown to one reader. */
const MOST = 1000
const SHOWN = 30
const LAST = 'held-digest'
/** Who was sent elsewhere is named once, in milliseconds. */
const DAY = 86_400_000

/**
 * Once a day everybody who may decide about mails that wait is told of them, each in one mail;
 * nobody for whom nothing waits. Gives how many were told.
 */
export async function sendHeldDigests(desk: Desk, holder: Holder): Promise<number> {
  const { config, store, now } = desk
  const { heldDigest: at, timeZone } = config.desk
  const last = await getMeta<string>(store.read, LAST)
  if (last === undefined) {
    // A new desk begins tomorrow: what came today was told when it came.
    const today = localTime(now(), timeZone).day
    await holder.transact((writer) => setMeta(writer, LAST, today))
    return 0
  }
  const day = dueDay(now(), { at, timeZone }, last)
  if (day === null) return 0
  return await holder.transact(async (writer) => {
    await setMeta(writer, LAST, day)
    const piles = await pilesOf(desk, writer)
    const pending = await pendingSoon(desk, writer)
    // Only they may let a registration count.
    for (const one of pending.length > 0 ? config.desk.administrators : []) {
      if (!piles.has(one)) piles.set(one, { vendor: true, mails: [] })
    }
    for (const [address, pile] of piles) {
      await tell(desk, writer, {
        happening: 'held-digest',
        silence: null,
        ticket: null,
        circle: null,
        writer: null,
        known: false,
        mailbox: pile.mails[0]?.mailbox ?? '',
        mail: null,
        entry: null,
        decider: { person: { name: '', address }, vendor: pile.vendor },
        matter: `D${day.replaceAll('-', '')}`,
        more: {
          digest: {
            ...(await digestOf(desk, writer, pile.mails)),
            pending: config.desk.administrators.includes(address) ? pending : [],
          },
        },
      })
    }
    return piles.size
  })
}

interface Pile {
  /** Whether the reader is an agent of ours. */
  vendor: boolean
  mails: WaitingRow[]
}

/** What waits, by the addresses of those who may decide about it. */
async function pilesOf(desk: Desk, writer: Writer): Promise<Map<string, Pile>> {
  const agents = new Set(desk.config.departments.flatMap((department) => department.agents))
  const piles = new Map<string, Pile>()
  const yesterday = instant(desk.now() - DAY)
  for (const mail of await listForDecision(writer, yesterday, MOST)) {
    for (const address of await decidersOf(desk, writer, mail)) {
      const pile = piles.get(address) ?? { vendor: agents.has(address), mails: [] }
      piles.set(address, pile)
      pile.mails.push(mail)
    }
  }
  return piles
}

/**
 * A mail that may belong to a ticket is for its support side, any other for its
 * department's agents.
 */
async function decidersOf({ config }: Desk, reader: Reader, mail: WaitingRow): Promise<string[]> {
  const ticket = mail.ticket === null ? undefined : await findTicket(reader, mail.ticket)
  if (ticket) {
    const circle = await gatherCircle(reader, config, ticket)
    return supportSideOf(ticket, circle).map((person) => person.address)
  }
  const department = config.mailboxes.find(({ name }) => name === mail.mailbox)?.department
  return config.departments.find(({ name }) => name === department)?.agents ?? []
}

async function digestOf(
  desk: Desk,
  reader: Reader,
  mails: WaitingRow[],
): Promise<Omit<DigestFacts, 'pending'>> {
  const shown: DigestFacts['mails'] = []
  for (const mail of mails.slice(0, SHOWN)) {
    shown.push({
      ledgerId: mail.id,
      subject: mail.subject ?? '',
      receivedAt: mail.receivedAt,
      from: mail.fromAddress,
      because: mail.reason ?? '',
      ticket: mail.ticket,
      quarantined: mail.outcome === 'quarantined',
      referred: mail.outcome === 'referred',
      lapsesAt: await lapseOf(desk, reader, mail),
    })
  }
  return { mails: shown, more: Math.max(0, mails.length - SHOWN) }
}
