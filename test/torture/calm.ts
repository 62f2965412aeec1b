import { listAsked } from '../../src/store/outbox-asked.ts'
import { ticketd } from '../survival/daemon.ts'
import { buyAll } from './shopping.ts'
import type { Site } from './site.ts'
import type { Workload } from './workload.ts'

/**
 * A daemon that nobody disturbs does all that is left to do, and ends in good order. Mails of which a
 * person is asked are sent again by hand; gives how many there were.
 */
export async function rest(site: Site): Promise<number> {
  const daemon = site.desk.start()
  await allDone(site)
  const asked = await listAsked(site.desk.store.read)
  for (const { id } of asked) await ticketd(site.desk.config, 'outbox', 'retry', String(id))
  await allDone(site)
  await daemon.stop()
  return asked.length
}

async function allDone({ desk, delivered }: Site): Promise<void> {
  await desk.done(delivered, 60_000 + 20 * delivered)
}

/**
 * The same mails in the same order, and the same goods bought for those that are held, with one daemon
 * that nobody disturbs. What is bought between two mails of others may be bought earlier or later.
 */
export async function undisturbed(site: Site, { mails, sales }: Workload): Promise<void> {
  const { purchases } = sales
  const daemon = site.desk.start()
  let bought = 0
  for (const mail of mails) {
    const { needs } = mail
    if (needs !== undefined && (purchases[bought]?.mail ?? mails.length) <= needs) {
      await allDone(site)
      const due = purchases.filter((it) => it.mail <= site.delivered)
      await buyAll(site, due)
      bought = due.length
      await allDone(site)
    }
    await site.deliver(mail)
  }
  await allDone(site)
  await buyAll(site, purchases)
  await allDone(site)
  await daemon.stop()
}
