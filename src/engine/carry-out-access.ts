import type { Act } from '../decision/decision.ts'
import type { Facts } from '../decision/facts.ts'
import type { Writer } from '../store/database.ts'
import {
  dropAwaiting,
  findAwaiting,
  setAwaiting,
  setTicketEntitlement,
} from '../store/entitlements.ts'
import { addEvent } from '../store/events.ts'
import { findMail } from '../store/ledger.ts'
import type { Letter } from './gather.ts'
import { putBackFor } from './put-back.ts'

const ACTS = ['entitle', 'await', 'supply'] as const
export type AccessAct = Extract<Act, { act: (typeof ACTS)[number] }>

export function isOfAccess(act: Act): act is AccessAct {
  return (ACTS as readonly string[]).includes(act.act)
}

/** What a ticket rests on, or what a mail waits for, is written down. */
export async function carryOutAccess(
  writer: Writer,
  { ledgerId }: Letter,
  { sender }: Facts,
  act: AccessAct,
  ticket: number | null,
  at: string,
): Promise<void> {
  switch (act.act) {
    case 'entitle': {
      await dropAwaiting(writer, ledgerId)
      if (ticket === null) return
      const { accountId, payerId, deploymentId, because } = act
      const unentitled = act.unentitled ? 1 : 0
      const own = { ticket, accountId, payerId, deploymentId, because, unentitled }
      await setTicketEntitlement(writer, own)
      const kind = act.unentitled ? 'unentitled-emergency' : 'entitled'
      await addEvent(writer, { at, ticket, actor: 'ticketd', kind, data: { because } })
      return
    }
    case 'await': {
      const { accountId, payerId, department, deployment, connectedTo } = act
      const { address } = sender
      const waits = { ledgerId, accountId, payerId, department, deployment, connectedTo, address }
      await setAwaiting(writer, waits)
      return
    }
    case 'supply': {
      const row = await findMail(writer, act.mail)
      const awaiting = await findAwaiting(writer, act.mail)
      if (!row || !awaiting) return
      const { deployment, connectedTo, payerId } = act
      await setAwaiting(writer, { ...awaiting, deployment, connectedTo, payerId })
      const reason = 'its writer has said what was asked'
      await putBackFor(writer, row, { replay: { by: sender.address } }, reason, sender.address, at)
    }
  }
}
