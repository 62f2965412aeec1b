import type { Config } from '../../config/schema.ts'
import { promisedEvery } from '../../engine/paces.ts'
import { getAccount } from '../../store/accounts.ts'
import { workedOn } from '../../store/credits.ts'
import type { Reader } from '../../store/database.ts'
import { findTicketEntitlement } from '../../store/entitlements.ts'
import { type Link, listLinks, listMerged } from '../../store/ticket-work.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { showInstant, showText } from '../show.ts'

/** Who works on a ticket, how, by when the customer hears, and what it hangs together with. */
export type ShownWork = Awaited<ReturnType<typeof readWork>>

export async function readWork(reader: Reader, config: Config, ticket: Ticket) {
  const { owner, plan, mergedInto, clock } = ticket
  const entitlement = await findTicketEntitlement(reader, ticket.number)
  return {
    minutes: await workedOn(reader, ticket.number),
    entitlement: entitlement
      ? {
          because: entitlement.because,
          unentitled: entitlement.unentitled === 1,
          payer:
            entitlement.payerId === null
              ? null
              : (await getAccount(reader, entitlement.payerId)).accountId,
        }
      : null,
    owner,
    plan,
    mergedInto,
    merged: await listMerged(reader, ticket.number),
    links: await listLinks(reader, ticket.number),
    cadence: clock && {
      every: promisedEvery(config, ticket),
      from: clock.from,
      due: clock.due,
      missed: clock.missed,
    },
  }
}

/** Lines of the head of `ticket show`. */
export function workLines(work: ShownWork, timeZone: string, now: string): string[] {
  const { owner, plan, mergedInto, merged, links, cadence, entitlement, minutes } = work
  return [
    ...(mergedInto === null ? [] : [`Part of ticket ${mergedInto}, where its conversation is`]),
    ...(merged.length === 0 ? [] : [`Holds what was ticket ${merged.join(', ')}`]),
    ...links.filter(({ kind }) => kind !== 'merged').map(linkLine),
    ...(owner === null ? [] : [`Owner: ${owner}`]),
    ...(plan === null ? [] : [`Plan: ${showText(plan)}`]),
    ...(entitlement === null ? [] : [entitlementLine(entitlement)]),
    ...(minutes === 0 ? [] : [`Minutes logged: ${minutes}`]),
    ...(cadence === null ? [] : [cadenceLine(cadence, timeZone, now)]),
  ]
}

function entitlementLine({ because, unentitled, payer }: NonNullable<ShownWork['entitlement']>) {
  const who = payer === null ? '' : `; ${payer} pays`
  return `${unentitled ? 'NOT ENTITLED' : 'Entitled'}: ${showText(because)}${who}`
}

function cadenceLine(
  { from, due, missed }: NonNullable<ShownWork['cadence']>,
  timeZone: string,
  now: string,
): string {
  const last = `the customer last heard from us ${showInstant(from, timeZone)}`
  if (now <= due) return `Next update due ${showInstant(due, timeZone)}; ${last}`
  const times = missed > 1 ? `, ${missed} periods missed` : ''
  return `UPDATE OVERDUE since ${showInstant(due, timeZone)}${times}; ${last}`
}

const LINKS: Record<Link['kind'], { from: string; to: string }> = {
  related: { from: 'See also ticket', to: 'See also ticket' },
  split: { from: 'Split from ticket', to: 'Split into ticket' },
  merged: { from: 'Part of ticket', to: 'Holds ticket' },
  escalated: { from: 'Escalation of ticket', to: 'Escalated as case' },
}

function linkLine({ number, kind, direction }: Link): string {
  return `${LINKS[kind][direction]} ${number}`
}
