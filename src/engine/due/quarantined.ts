import type { QuarantinedFacts } from '../../notification/quarantined.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { listQuarantinedSince, type Quarantined } from '../../store/quarantined.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellApart } from '../tell-apart.ts'

/** Between two mails about it, in milliseconds: what comes meanwhile is told together. */
const EVERY = 3_600_000
/** So many are named in one mail. */
const SHOWN = 10
/** When the last mail that was told of was set aside. */
const LAST = 'quarantine-told'

/**
 * Tells the administrators of mails that were set aside since they were told last: at once, then
 * once an hour at most, however many there are. Gives how many were told of.
 */
export async function tellOfQuarantined(desk: Desk, holder: Holder): Promise<number> {
  const now = instant(desk.now())
  const told = (await getMeta<string>(desk.store.read, LAST)) ?? ''
  // A time to come is of a clock that was set back since.
  const last = told > now ? instant(desk.now() - EVERY) : told
  if (last !== '' && desk.now() - Date.parse(last) < EVERY) return 0
  const since = await listQuarantinedSince(desk.store.read, last)
  const waiting = since.filter(({ decidedAt }) => decidedAt <= now)
  const [newest] = waiting
  if (!newest) return 0
  await holder.transact(async (writer) => {
    await setMeta(writer, LAST, newest.decidedAt)
    await tellApart(desk, writer, {
      happening: 'mail-quarantined',
      mailbox: newest.mailbox,
      more: { quarantined: factsOf(waiting) },
    })
  })
  return waiting.length
}

function factsOf(mails: Quarantined[]): QuarantinedFacts {
  return {
    count: mails.length,
    mails: mails.slice(0, SHOWN).map(({ id, mailbox, fromAddress, subject, reason }) => {
      return { ledgerId: id, mailbox, from: fromAddress, subject, because: reason ?? '' }
    }),
  }
}
