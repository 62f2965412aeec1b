import type { InDoubtFacts } from '../../notification/in-doubt.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { type AskedMail, countAsked, listAsked } from '../../store/outbox-asked.ts'
import { withdrawMails } from '../../store/withdraw.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellApart } from '../tell-apart.ts'

/** Between two mails about it, in milliseconds: what comes meanwhile is told together. */
const EVERY = 3_600_000
/** So many are named in one mail. */
const SHOWN = 10
const TOLD = 'in-doubt-asked'
/** That this very mail is in doubt is no news: it would go on for ever. */
const OWN = 'admin-mail-in-doubt'
const SETTLED = 'A mail that it asks about is in doubt no more.'

/** What the administrators were asked about. */
interface Told {
  /** When they were asked last; null: what waits is asked about at once. */
  at: string | null
  /** Each time that they were: the Message-IDs of the alarms, and the doubts still open of those that they name. */
  alarms: { ids: string[]; doubts: string[] }[]
}

const NEVER: Told = { at: null, alarms: [] }

/**
 * Asks the administrators about mails that may have arrived or not, of each doubt once: at once,
 * then once an hour at most, however many there are. Gives how many were told of.
 */
export async function tellOfDoubts(desk: Desk, holder: Holder): Promise<number> {
  const { read } = desk.store
  const before = await toldIn(read)
  const asked = (await countAsked(read)) === 0 ? [] : await listAsked(read)
  const at = instant(desk.now())
  if (isOutdated(before, asked)) await holder.transact((writer) => withdrawSettled(writer, at))
  const told = await toldIn(read)
  // Whichever way the clock was set since.
  if (told.at !== null && Math.abs(desk.now() - Date.parse(told.at)) < EVERY) return 0
  const known = new Set(told.alarms.flatMap(({ doubts }) => doubts))
  const news = asked.filter((mail) => mail.template !== OWN && !known.has(markOf(mail)))
  const [first] = news
  if (!first) return 0
  const mails = news.map(({ id }) => id)
  desk.log.warn({ mails }, 'Mails may have arrived or not, and wait for a person.')
  await holder.transact(async (writer) => {
    const alarms = await tellApart(desk, writer, {
      happening: 'mail-in-doubt',
      mailbox: first.mailbox,
      more: { inDoubt: factsOf(news) },
    })
    const ids = alarms.map(({ draft }) => draft.messageId)
    const alarm = { ids, doubts: news.map(markOf) }
    await setMeta(writer, TOLD, { at, alarms: [...told.alarms, alarm] })
  })
  return news.length
}

/**
 * Keeps alarms that have not left from leaving once a doubt that they name is settled: nobody is to
 * be asked what is decided. Whatever else they name is asked about anew.
 */
export async function withdrawSettled(writer: Writer, at: string): Promise<void> {
  const told = await toldIn(writer)
  const asked = await listAsked(writer)
  if (!isOutdated(told, asked)) return
  const open = new Set(asked.map(markOf))
  const after: Told = { at: told.at, alarms: [] }
  for (const { ids, doubts } of told.alarms) {
    const left = doubts.filter((mark) => open.has(mark))
    const isTrue = left.length === doubts.length
    const withdrawn = isTrue ? 0 : await withdrawMails(writer, ids, SETTLED, at)
    if (withdrawn > 0) after.at = null
    else if (left.length > 0) after.alarms.push({ ids, doubts: left })
  }
  await setMeta(writer, TOLD, after)
}

/** Whether an alarm names a doubt that is settled. */
function isOutdated({ alarms }: Told, asked: readonly AskedMail[]): boolean {
  const open = new Set(asked.map(markOf))
  return alarms.some(({ doubts }) => doubts.some((mark) => !open.has(mark)))
}

async function toldIn(reader: Reader): Promise<Told> {
  return (await getMeta<Told>(reader, TOLD)) ?? NEVER
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
