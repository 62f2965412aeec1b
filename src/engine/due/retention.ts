import { setImmediate } from 'node:timers/promises'
import { codeOf, sentence } from '../../errors.ts'
import type { Store } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { isRawKnown } from '../../store/ledger-look-up.ts'
import {
  deleteTicket,
  findOldMail,
  forgetRaw,
  isOldTicket,
  listOldTickets,
  type OldMail,
  type OldTicket,
} from '../../store/retention.ts'
import { type Desk, instant } from '../desk.ts'
import { forgetFiles, keepFiles } from '../kept-files.ts'
import { refuseLostFiles } from '../missing-files.ts'

/** What the policy lets go, or let go. */
export interface Outdated {
  /** Mails whose bytes go. */
  mails: number
  tickets: number
}

const PAGE = 100

/** What would go at this moment. */
export async function countOutdated(desk: Desk): Promise<Outdated> {
  const outdated = { mails: 0, tickets: 0 }
  for await (const page of oldTickets(desk)) outdated.tickets += page.length
  for await (const page of oldMails(desk)) outdated.mails += page.length
  return outdated
}

/**
 * Lets go what the configuration does not want kept; without `retention` in it nothing. Whatever
 * ends it, it may be begun again; what went so far is told. `transact` is that of the lease's
 * holder, or the store's own for a command. Throws Failure `files-missing`, `files-unreadable`.
 */
export async function sweepOutdated(
  desk: Desk,
  transact: Store['transact'],
  actor = 'ticketd',
  onStep: (outdated: Outdated) => void = () => {},
): Promise<Outdated> {
  const outdated = { mails: 0, tickets: 0 }
  const { rawMail, closedTickets } = desk.config.retention
  if (rawMail === undefined && closedTickets === undefined) return outdated
  await refuseLostFiles(desk.store.read, desk.config.store)
  for await (const page of oldTickets(desk)) {
    for (const ticket of page) {
      if (await sweepTicket(desk, transact, ticket, actor)) outdated.tickets++
      onStep(outdated)
    }
  }
  for await (const page of oldMails(desk)) {
    for (const mail of page) {
      if (await sweepMail(desk, transact, mail)) outdated.mails++
      onStep(outdated)
    }
  }
  return outdated
}

async function* oldTickets(desk: Desk): AsyncGenerator<OldTicket[]> {
  let from = { updatedAt: '', number: 0 }
  for (;;) {
    const page = await listOldTickets(desk.store.read, closedBefore(desk), from, PAGE)
    const last = page.at(-1)
    if (!last) return
    yield page
    from = last
  }
}

/** Before '' nothing ever happened: all tickets are kept. */
function closedBefore({ config, now }: Desk): string {
  const { closedTickets } = config.retention
  return closedTickets === undefined ? '' : instant(now() - closedTickets)
}

/** False for a ticket that somebody has written to since it was found: it stays. */
async function sweepTicket(
  desk: Desk,
  transact: Store['transact'],
  { number, accountId }: OldTicket,
  actor: string,
): Promise<boolean> {
  const { config, store, now } = desk
  const gone = await transact(async (writer) => {
    if (!(await isOldTicket(writer, closedBefore(desk), number))) return null
    const event = { at: instant(now()), actor, kind: 'ticket-outdated', data: { ticket: number } }
    await addEvent(writer, { ...event, ...(accountId === null ? {} : { accountId }) })
    const gone = await deleteTicket(writer, number)
    // Before the commit: after it nothing would find them, if the process died there.
    for (const id of gone.mails) await forgetFiles(config.store.files, id)
    return gone
  })
  if (gone === null) return false
  store.raw.remove(gone.raw)
  return true
}

async function* oldMails({ config, store, now }: Desk): AsyncGenerator<OldMail[]> {
  const { rawMail } = config.retention
  if (rawMail === undefined) return
  let after = 0
  for (;;) {
    const ids = store.raw.idsBefore(instant(now() - rawMail), after, PAGE)
    const last = ids.at(-1)
    if (last === undefined) return
    const mails = await Promise.all(ids.map((id) => findOldMail(store.read, id)))
    yield mails.filter((mail) => mail !== undefined)
    after = last
    // The store answers without leaving its turn: all other work of the daemon would wait.
    await setImmediate()
  }
}

/**
 * The attachments are safe before the bytes are forgotten, and those go last:
 * any death is harmless.
 */
async function sweepMail(
  { config, store, log }: Desk,
  transact: Store['transact'],
  mail: OldMail,
): Promise<boolean> {
  try {
    await keepFiles(config.store.files, store.raw, mail)
  } catch (error) {
    // A mail that cannot be taken apart keeps its bytes.
    log.warn({ mail: mail.id, code: codeOf(error) }, `its bytes stay: ${sentence(error)}`)
    return false
  }
  const isForgotten = await transact((writer) => forgetRaw(writer, mail))
  if (isForgotten && !(await isRawKnown(store.read, mail.rawId))) store.raw.remove([mail.rawId])
  return isForgotten
}
