import { listOutboxNews, type OutboxNews } from '../store/outbox-news.ts'
import { type Desk, instant } from './desk.ts'

/** So many numbers are named in one line. */
const NAMED = 50

const SAID: Record<OutboxNews['kind'], string> = {
  'sending-paused': 'Sending was paused by a command.',
  'sending-resumed': 'Sending goes on, by a command.',
  'mail-cancelled': 'Mails were cancelled: they are not sent.',
  'mail-retried': 'Mails are sent again, by a command.',
  'mail-arrived': 'Mails in doubt count as sent, by a command.',
}

/**
 * Says in the log what people do to the outbox from now on; commands write rows and have no log
 * that is kept. Each call tells what is new, one line for all that one person did alike.
 */
export function watchOutbox(desk: Desk): () => Promise<void> {
  const since = instant(desk.now())
  let after = 0
  return async () => {
    const news = await listOutboxNews(desk.store.read, after, since)
    after = news.at(-1)?.id ?? after
    for (const alike of inRuns(news)) say(desk, alike)
  }
}

/** What follows each other and is the same act of the same person. */
function inRuns(news: readonly OutboxNews[]): OutboxNews[][] {
  const runs: OutboxNews[][] = []
  for (const one of news) {
    const last = runs.at(-1)
    if (last?.[0]?.kind === one.kind && last[0].actor === one.actor) last.push(one)
    else runs.push([one])
  }
  return runs
}

function say({ log }: Desk, alike: readonly OutboxNews[]): void {
  const [first] = alike
  if (first === undefined) return
  const { kind, actor: by, data } = first
  const mails = alike.flatMap(({ data: { outbox } }) => outbox ?? [])
  const which = mails.length === 0 ? {} : { mails: mails.length, outbox: mails.slice(0, NAMED) }
  const why = data.because == null ? {} : { because: data.because }
  log.info({ by, ...which, ...why }, SAID[kind])
}
