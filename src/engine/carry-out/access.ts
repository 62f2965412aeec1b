import type { Facts } from '../../decision/facts.ts'
import type { Writer } from '../../store/database.ts'
import {
  dropAwaiting,
  findAwaiting,
  setAwaiting,
  setTicketEntitlement,
} from '../../store/entitlements.ts'
import { addEvent } from '../../store/events.ts'
import { changeOutcome } from '../../store/held.ts'
import { findMail } from '../../store/ledger.ts'
import type { Letter } from '../gather.ts'
import { putBackFor, releasedWhere } from '../put-back.ts'
import { type ActOf, kinds } from './kinds.ts'

export const isOfAccess = kinds('entitle', 'await', 'supply')
export type AccessAct = ActOf<typeof isOfAccess>

/** What a ticket rests on, or what a mail waits for, is written down. */
export async function carryOutAccess(
  writer: Writer,
  { ledgerId, answer: saidMore }: Letter,
  { sender }: Facts,
  act: AccessAct,
  ticket: number | null,
  at: string,
): Promise<void> {
  switch (act.act) {
    case 'entitle': {
      const answer = (await findAwaiting(writer, ledgerId))?.answer ?? null
      await dropAwaiting(writer, ledgerId)
      if (ticket === null) return
      if (answer !== null) await passOn(writer, answer, sender.address, ticket, at)
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
      const answer = (await findAwaiting(writer, ledgerId))?.answer ?? saidMore ?? null
      const { address } = sender
      const said = { deployment, connectedTo, answer, address }
      const waits = { ledgerId, accountId, payerId, department, ...said }
      await setAwaiting(writer, waits)
      return
    }
    case 'supply': {
      const row = await findMail(writer, act.mail)
      const awaiting = await findAwaiting(writer, act.mail)
      if (!row || !awaiting) return
      const { deployment, connectedTo, payerId } = act
      const answer = act.saysMore ? ledgerId : awaiting.answer
      await setAwaiting(writer, { ...awaiting, deployment, connectedTo, payerId, answer })
      if (awaiting.answer !== null && answer !== awaiting.answer) {
        await leaveToPerson(writer, awaiting.answer, act.mail, at)
      }
      if (row.state !== 'decided') return
      const reason = 'its writer has said what was asked'
      await putBackFor(writer, row, { replay: { by: sender.address } }, reason, sender.address, at)
    }
  }
}

/** Only the last answer follows into the ticket: what an earlier one said besides is not lost. */
async function leaveToPerson(
  writer: Writer,
  answer: number,
  about: number,
  at: string,
): Promise<void> {
  const reason = `an earlier answer about mail ${about}; a person has to read it`
  await changeOutcome(writer, answer, { outcome: 'held', reason, actor: 'ticketd', at })
}

/** The words of the answer follow the mail that they are about into its ticket. */
export async function passOn(
  writer: Writer,
  answer: number,
  by: string,
  ticket: number,
  at: string,
): Promise<void> {
  const row = await findMail(writer, answer)
  if (row?.state !== 'decided' || row.rawId === null) return
  await putBackFor(writer, row, { release: { by, ticket } }, releasedWhere(ticket), by, at)
}
