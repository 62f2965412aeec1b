import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { until } from '../servers/child.ts'
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts'
import { readBooks } from './books.ts'
import { startCommand, ticketd } from './daemon.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'

const BEFORE = '2026-01-01'
const WORDS = ['mail', 'import', 'Archive', '--mailbox', 'support', '--before', BEFORE]
/** Two batches of an import are 50 mails and the rest. */
const BATCH = 50

interface Old {
  id: number
  /** Days of 2025, from its first. */
  day: number
  subject: string
  more?: string
  from?: string
}

function old({ id, day, subject, more = '', from = 'Ana Ruiz <ana@globex.test>' }: Old) {
  const date = new Date(Date.UTC(2025, 0, 1 + day, 9, id % 60))
  const head = [
    `Message-ID: <old${id}@globex.test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: ${subject}`,
    `Date: ${date.toUTCString()}`,
  ]
  // So long that a connection can be held up between two batches.
  const text = `Words of ${id}. ${'They go on and on. '.repeat(200)}`
  return { date, mail: `${head.join('\r\n')}\r\n${more}\r\n${text}\r\n` }
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i)

/** 20 problems, each with an answer that the tag or the References lead to, and what else lies in an archive. */
const FIRSTS = range(20).map((i) => old({ id: i, day: i, subject: `Fault ${i}` }))
const TAGGED = range(15).map((i) =>
  old({ id: 100 + i, day: 100 + i, subject: `Re: [Acme#${1000 + i}] Fault ${i}` }),
)
const REFERRED = range(14).map((i) => {
  const more = `References: <old${i}@globex.test>\r\n`
  return old({ id: 200 + i, day: 200 + i, subject: `Re: Fault ${i}`, more })
})
const UNKNOWN = old({ id: 300, day: 220, subject: 'Who am I?', from: 'eve@nowhere.test' })
const BROKEN = {
  date: new Date('2025-11-01T09:00:00Z'),
  mail: Buffer.from(
    'Content-Type: multipart/mixed; boundary="\r\n\xff\x00: ?=\r\n--\r\n',
    'latin1',
  ),
}
const YOUNG = range(3).map((i) => old({ id: 400 + i, day: 366 + i, subject: `Young ${i}` }))
const LYING = [...REFERRED, ...FIRSTS, ...TAGGED, UNKNOWN, BROKEN, ...YOUNG, ...FIRSTS.slice(0, 6)]

describeSurvival('an import from a folder on a server', () => {
  const at = sharedServers()
  let proxy: TcpProxy
  beforeAll(async () => {
    proxy = await startTcpProxy(at.dovecot.port)
  })
  afterAll(() => proxy.stop())

  test('is killed and stopped in the middle, goes on, and tells nobody', async () => {
    const config = { history: { closeAfter: '1d' } }
    const desk = await at.open({ imapPort: proxy.port, config })
    for (const { mail, date } of LYING) await at.dovecot.deliver(desk.user(), mail, date, 'Archive')
    expect(LYING).toHaveLength(60)

    const killed = startCommand(WORDS, desk.config, { TICKETD_KILL_AT: 'raw-committed:2' })
    expect((await killed.ended()).how).toBe('SIGKILL')
    expect(await taken()).toBe(BATCH)

    // The server falls silent in the middle of the second batch; somebody has no more patience.
    proxy.hangAfter(25_000)
    const stopped = startCommand(WORDS, desk.config)
    await until('the silence', () => proxy.hanging())
    stopped.signal('SIGINT')
    const { how, said } = await stopped.ended()
    proxy.resume()
    expect({ how, said }).toEqual({
      how: 1,
      said: expect.stringMatching(/50 of 57 mails taken[\s\S]*Stopped\. The same command goes on/),
    })

    const rest = await startCommand(WORDS, desk.config).ended()
    expect(rest).toEqual({
      how: 0,
      said: expect.stringMatching(
        /57 of 57 mails taken\n {2}3 more are not that old .*\n {2}57 waiting/,
      ),
    })
    await ticketd(desk.config, 'poll')
    const counts = JSON.parse(await ticketd(desk.config, ...WORDS, '--json'))
    expect(counts).toEqual({
      all: 57,
      younger: 3,
      live: 0,
      taken: 57,
      gone: 0,
      stopped: false,
      outcomes: expect.anything(),
    })
    expect(counts.outcomes).toEqual({ opened: 20, replied: 29, duplicate: 6, held: 2 })

    const books = await readBooks(desk.store)
    expect(books.tickets).toBe(20)
    expect(books.entries).toBe(49)
    expect(books.outbox).toEqual([])
    expect(
      (await at.dovecot.list(desk.user(), 'Archive')).map(({ flags }) => flags.join()),
    ).toEqual(range(60).map(() => expect.not.stringContaining('Seen')))

    // Life goes on: the answer to an old mail finds its ticket.
    const answer = old({
      id: 500,
      day: 400,
      subject: 'Re: Fault 3',
      more: 'References: <old3@globex.test>\r\n',
    })
    await desk.deliver(answer.mail)
    await ticketd(desk.config, 'poll')
    const { outcomes } = await readBooks(desk.store)
    expect(outcomes.get('<old500@globex.test>')).toEqual(['reopened'])
    const [toAna] = await at.sink.waitFor(1, (it) => it.to.includes('ana@globex.test'))
    expect(toAna?.header('subject')).toBe('[Acme#1003] Fault 3')
    expect(toAna?.header('in-reply-to')).toBe('<old500@globex.test>')
    expect(toAna?.header('references')).toMatch(
      /^<ticket\.1003\.0\.\w+@acme\.test> <old500@globex\.test>$/,
    )
    expect(new Set(at.sink.mails.map((it) => it.header('subject')))).toEqual(
      new Set(['[Acme#1003] Fault 3']),
    )
  })

  async function taken(): Promise<number> {
    const rows = await at.desk.store.read.selectFrom('ledger').select('id').execute()
    return rows.length
  }
})
