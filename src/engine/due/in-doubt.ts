import type { InDoubtFacts } from '../../notification/in-doubt.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { type AskedMail, countAsked, listAsked } from '../../store/outbox-asked.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellApart } from '../tell-apart.ts'

/** Between two mails about it, in milliseconds: what comes meanwhile is told together. */
const EVERY = 3_600_000
/** So many are named in one mail. */
const SHOWN = 10
/** When the administrators were told last, and of which doubts that were open then. */
const TOLD = 'in-doubt-told'
/** That this very mail is in doubt is no news: it would go on for ever. */
const OWN = 'admin-mail-in-doubt'

interface Told {
  at: string
  doubts: string[]
}

/**
 * Asks the administrators about mails that may have arrived or not, of each doubt once: at once,
 * then once an hour at most, however many there are. Gives how many were told of.
 */
export async function tellOfDoubts(desk: Desk, holder: Holder): Promise<number> {
  const { read } = desk.store
  if ((await countAsked(read)) === 0) return 0
  const told = await getMeta<Told>(read, TOLD)
  if (told && desk.now() - Date.parse(told.at) < EVERY) return 0
  const waiting = (await listAsked(read)).filter(({ template }) => template !== OWN)
  const known = new Set(told?.doubts)
  const news = waiting.filter((mail) => !known.has(markOf(mail)))
  const [first] = news
  if (!first) return 0
  const mails = news.map(({ id }) => id)
  desk.log.warn({ mails }, 'Mails may have arrived or not, and wait for a person.')
  await holder.transact(async (writer) => {
    await setMeta(writer, TOLD, { at: instant(desk.now()), doubts: waiting.map(markOf) })
    await tellApart(desk, writer, {
      happening: 'mail-in-doubt',
      mailbox: first.mailbox,
      more: { inDoubt: factsOf(news) },
    })
  })
  return news.length
}

/** A mail that is sent again and in doubt again is another doubt. */
function markOf({ id, doubts }: AskedMail): string {
  return `${id}/${doubts}`
}

function factsOf(mails: readonly AskedMail[]): InDoubtFacts {
  return {
    count: mails.length,
    mails: mails.slice(0, SHOWN).map(({ id, to, subject, ticket, error }) => {
      return { outboxId: id, to, subject, ticket, because: error ?? '' }
    }),
  }
}
