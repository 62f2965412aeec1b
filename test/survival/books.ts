import type { Store } from '../../src/store/database.ts'
import type { SunkMail } from '../servers/smtp-sink.ts'

/** Everything that the promise speaks of, counted. */
export interface Books {
  /** Outcomes by Message-ID of the mails that came; more than one: it was taken twice. */
  outcomes: Map<string, string[]>
  tickets: number
  entries: number
  outbox: { messageId: string; recipient: string; status: string; doubts: number }[]
}

export async function readBooks({ read }: Store): Promise<Books> {
  const mails = await read
    .selectFrom('ledger')
    .select(['messageId', 'outcome'])
    .orderBy('id')
    .execute()
  const outcomes = new Map<string, string[]>()
  for (const { messageId, outcome } of mails) {
    const id = messageId ?? 'none'
    outcomes.set(id, [...(outcomes.get(id) ?? []), outcome ?? 'none'])
  }
  const tickets = await read.selectFrom('ticket').select('number').execute()
  const entries = await read.selectFrom('entry').select('id').execute()
  const outbox = await read
    .selectFrom('outbox')
    .select(['messageId', 'recipient', 'status', 'doubts'])
    .execute()
  return { outcomes, tickets: tickets.length, entries: entries.length, outbox }
}

/** How often each Message-ID arrived at the server, by Message-ID. */
export function arrivals(mails: SunkMail[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const mail of mails) {
    const id = mail.header('message-id') ?? 'none'
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/**
 * Faults of what left the house, each a sentence: nothing lost, nothing twice but what the outbox row
 * itself calls uncertain, and nothing that no row knows.
 */
export function faultsOfSending({ outbox }: Books, mails: SunkMail[]): string[] {
  const arrived = arrivals(mails)
  const known = new Set(outbox.map((row) => row.messageId))
  const strays = [...arrived.keys()].filter((id) => !known.has(id))
  return [
    ...strays.map((id) => `${id} left and no row knows it`),
    ...outbox.flatMap((row) => {
      const times = arrived.get(row.messageId) ?? 0
      if (row.status === 'sent')
        return times === 1 ? [] : [`${row.messageId} is sent, came ${times} times`]
      if (row.status === 'uncertain' && row.doubts > 0) {
        // Each doubt may have been an arrival; the last copy certainly was.
        if (times >= 1 && times <= row.doubts + 1) return []
        return [`${row.messageId} was in doubt ${row.doubts} times, came ${times} times`]
      }
      return [`${row.messageId} ended as ${row.status}`]
    }),
  ]
}
