import type { InDoubtFacts } from '../../notification/in-doubt.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { type AskedMail, listAsked } from '../../store/outbox-asked.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellApart } from '../tell-apart.ts'

/** Between two mails about it, in milliseconds: what comes meanwhile is told together. */
const EVERY = 3_600_000
/** So many are named in one mail. */
const SHOWN = 10
/** When the administrators were told last, and of which mails that still wait. */
const TOLD = 'in-doubt-told'
/** That this very mail is in doubt is no news: it would go on for ever. */
const OWN = 'admin-mail-in-doubt'

/**
 * Asks the administrators about mails that may have arrived or not, of each once: at once, then once an
 * hour at most, however many there are. Gives how many were told of.
 */
export async function tellOfDoubts(desk: Desk, holder: Holder): Promise<number> {
  const { read } = desk.store
  const waiting = (await listAsked(read)).filter(({ template }) => template !== OWN)
  const ids = new Set(waiting.map(({ id }) => id))
  const told = (await getMeta<{ at: string; ids: number[] }>(read, TOLD)) ?? { at: '', ids: [] }
  const still = told.ids.filter((id) => ids.has(id))
  const news = waiting.filter(({ id }) => !still.includes(id))
  const [first] = news
  const isSoon = told.at !== '' && desk.now() - Date.parse(told.at) < EVERY
  if (!first || isSoon) {
    // Whoever is sent again and in doubt again is news.
    if (still.length < told.ids.length) {
      await holder.transact((writer) => setMeta(writer, TOLD, { at: told.at, ids: still }))
    }
    return 0
  }
  const mails = news.map(({ id }) => id)
  desk.log.warn({ mails }, 'Mails may have arrived or not, and wait for a person.')
  await holder.transact(async (writer) => {
    await setMeta(writer, TOLD, { at: instant(desk.now()), ids: [...ids] })
    await tellApart(desk, writer, {
      happening: 'mail-in-doubt',
      mailbox: first.mailbox,
      more: { inDoubt: factsOf(news) },
    })
  })
  return news.length
}

function factsOf(mails: readonly AskedMail[]): InDoubtFacts {
  return {
    count: mails.length,
    mails: mails.slice(0, SHOWN).map(({ id, to, subject, ticket, error }) => {
      return { outboxId: id, to, subject, ticket, because: error ?? '' }
    }),
  }
}
