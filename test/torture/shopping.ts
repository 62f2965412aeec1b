import type { Reader } from '../../src/store/database.ts'
import { ticketd, ticketdUntil } from '../survival/daemon.ts'
import { accountIdOf, firstDay, PACK } from './customers.ts'
import type { Purchase } from './sales.ts'
import type { Site } from './site.ts'

/** Whether what is missing is in the books now: asked before it is bought, and after a command that died. */
export async function isBought(reader: Reader, { buyer }: Purchase): Promise<boolean> {
  const entry = reader
    .selectFrom('creditEntry')
    .innerJoin('account', 'account.id', 'creditEntry.accountId')
    .select('creditEntry.id')
    .where('company', '=', buyer.company)
    .where('minutes', '=', PACK)
  return (await entry.executeTakeFirst()) !== undefined
}

/** What became of the mail with this UID; null while nothing did. */
export async function outcomeOf(reader: Reader, uid: number): Promise<string | null> {
  const row = await reader
    .selectFrom('ledger')
    .select(['outcome', 'state'])
    .where('uid', '=', uid)
    .executeTakeFirst()
  return row?.state === 'decided' ? row.outcome : null
}

/** Buys it as an operator does: by a command, while the daemon works, or does not. */
export async function buy({ desk }: Site, purchase: Purchase): Promise<void> {
  await ticketd(desk.config, ...(await wordsOf(desk.store.read, purchase)))
}

/** The same by a command that is killed after so many milliseconds; gives whether it was. */
export async function buyUntil(site: Site, purchase: Purchase, ms: number): Promise<boolean> {
  const { config, store } = site.desk
  return (await ticketdUntil(ms, config, ...(await wordsOf(store.read, purchase)))) === 'SIGKILL'
}

async function wordsOf(reader: Reader, { buyer }: Purchase): Promise<string[]> {
  const account = await accountIdOf(reader, buyer.company)
  if (buyer.lacks === 'credits') return ['credit', 'buy', account, String(PACK)]
  const what = ['--deployment', buyer.deployment, '--type', 'Gold', '--starts', firstDay()]
  return ['contract', 'add', '--account', account, ...what]
}

/** Buys whatever of it is not bought yet, with nobody disturbing; the daemon has decided all mails. */
export async function buyAll(site: Site, purchases: readonly Purchase[]): Promise<void> {
  const { read } = site.desk.store
  for (const purchase of purchases) {
    if (await isBought(read, purchase)) continue
    const outcome = await outcomeOf(read, purchase.mail)
    if (outcome !== 'held') throw new Error(`Mail ${purchase.mail} is ${outcome}, and not held.`)
    await buy(site, purchase)
  }
}
