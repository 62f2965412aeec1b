import type { Writer } from '../../store/database.ts'
import { deleteMeta, getMeta, listMeta, setMeta } from '../../store/meta.ts'
import { findTicket } from '../../store/tickets.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import type { Holder } from '../holder.ts'
import { tell } from '../tell.ts'

/** Reopenings of a ticket whose notices were held back, to be told of together. */
interface Bundle {
  since: string
  count: number
}

const PREFIX = 'bundle/'

/** Holds back the notice of one more reopening. */
export async function addToBundle(writer: Writer, ticket: number, at: string): Promise<void> {
  const bundle = await getMeta<Bundle>(writer, `${PREFIX}${ticket}`)
  const { since, count } = bundle ?? { since: at, count: 0 }
  await setMeta(writer, `${PREFIX}${ticket}`, { since, count: count + 1 } satisfies Bundle)
}

/** Tells the support side of the bundles whose time has come, in one mail each. Gives how many. */
export async function sendBundles(desk: Desk, holder: Holder): Promise<number> {
  const before = instant(desk.now() - desk.config.limits.reopenings.bundle)
  const due = (await listMeta<Bundle>(desk.store.read, PREFIX)).filter(
    ({ value }) => value.since <= before,
  )
  if (due.length === 0) return 0
  await holder.transact(async (writer) => {
    for (const { key, value } of due) {
      await deleteMeta(writer, key)
      const ticket = await findTicket(writer, Number(key.slice(PREFIX.length)))
      if (!ticket) continue
      await tell(desk, writer, {
        happening: 'reopenings-bundled',
        silence: null,
        ticket,
        circle: await gatherCircle(writer, desk.config, ticket),
        writer: null,
        known: false,
        mailbox: ticket.mailbox,
        mail: null,
        entry: null,
        more: { bundled: { count: value.count } },
      })
    }
  })
  return due.length
}
