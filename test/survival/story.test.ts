import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { until } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Mta, startMta } from '../servers/mta.ts'
import { type Daemon, killDaemons, ticketd } from './daemon.ts'
import { openDesk, type TestDesk } from './desk.ts'
import { describeSurvival, PATIENCE } from './patience.ts'
import { type Got, type Person, person } from './people.ts'

/** Each test is a chapter: it goes on from where the one before has ended. */
describeSurvival('the whole story, by real servers and the real command line', () => {
  const photo = { filename: 'modem.jpg', content: randomBytes(50_000) }
  let dovecot: Dovecot
  let mta: Mta
  let desk: TestDesk
  let daemon: Daemon
  let ana: Person
  let bob: Person
  /** His invitation; with his first mail, the question whether what is kept of him is right. */
  let toBob = 1
  let help: Person
  let agent: Person
  let mallory: Person
  let tag = ''

  beforeAll(async () => {
    dovecot = await startDovecot()
    const addresses = [
      'ana@globex.test',
      'bob@globex.test',
      'help@partner.test',
      'support-agent@acme.test',
      'mallory@evil.test',
    ]
    mta = await startMta({
      deliverTo: dovecot,
      mailboxes: Object.fromEntries(['support@acme.test', ...addresses].map((it) => [it, it])),
    })
    const at = (name: string, address: string) =>
      person(name, address, mta.port, dovecot.mailFolder)
    ana = at('Ana Ruiz', 'ana@globex.test')
    bob = at('Bob', 'bob@globex.test')
    help = at('Helpful Partner', 'help@partner.test')
    agent = at('Alex Agent', 'support-agent@acme.test')
    mallory = at('Mallory', 'mallory@evil.test')
    desk = await openDesk(dovecot, mta.port, {
      people: false,
      login: 'support@acme.test',
      // Longer than the story: what comes in time came by IDLE.
      mailbox: { poll: '1h', done: { action: 'move', folder: 'Processed' } },
    })
    daemon = desk.start()
  })
  afterAll(async () => {
    await killDaemons()
    await desk?.close()
    await mta?.stop()
    await dovecot?.stop()
  })

  test('an account is made: its Decision Maker is welcomed, its support contact told', async () => {
    const printed = await run(
      ...['account', 'create', '--kind', 'customer', '--model', 'cloud', '--company', 'Globex'],
      ...[
        '--decision-maker',
        'Ana Ruiz <ana@globex.test>',
        '--support-contact',
        'help@partner.test',
      ],
    )
    expect(printed).toContain('A-10001')
    const user = ['--name', 'Bob', '--email', 'bob@globex.test', '--role', 'user']
    await run('contact', 'add', 'A-10001', ...user)
    const welcome = await ana.mail(1)
    expect(welcome.text).toContain('A-10001')
    expect(welcome.field('Auto-Submitted')).toBe('auto-generated')
    expect((await help.mail(1)).text).toContain('made you a support contact of Globex')
    await expectInboxes({ ana: 1 })
  })

  test('a contact writes: she is confirmed, support contact and agent have it with the attachment', async () => {
    await ana.write({ subject: 'No dial tone', text: 'Since this morning.', attachments: [photo] })
    const [confirmation, toHelp, toAgent] = [
      await ana.mail(2),
      await help.mail(2),
      await agent.mail(1),
    ]
    tag = /\[Acme#\d+\]/.exec(confirmation.subject ?? '')?.[0] ?? 'no tag'
    expect(confirmation.subject).toBe(`${tag} No dial tone`)
    expect(confirmation.field('Auto-Submitted')).toBe('auto-replied')
    expect(confirmation.attachments).toEqual([])
    const asked = await written(1)
    expect(confirmation.inReplyTo).toBe(asked)
    for (const told of [toHelp, toAgent]) {
      expect(told.subject).toBe(`${tag} No dial tone`)
      expect(told.field('Auto-Submitted')).toBeUndefined()
      expect(told.field('From')).toMatch(/^"?Ana Ruiz via Acme Support"? <support@acme\.test>$/)
      expect(told.text).toContain('Since this morning.')
      expect(told.attachments).toMatchObject([{ filename: 'modem.jpg', content: photo.content }])
    }
    expect(toHelp.to).toMatchObject({ text: expect.stringContaining('help@partner.test') })
    await expectInboxes({ ana: 2, help: 2, agent: 1 })
    expect(await ticket()).toMatchObject({ status: 'open', subject: 'No dial tone' })
  })

  test('the support contact answers and keeps only the subject: writer and agent have it, the ticket waits', async () => {
    await help.write({ subject: `RE: ${tag} No dial tone`, text: 'Please restart the modem.' })
    const [toAna, toAgent] = [await ana.mail(3), await agent.mail(2)]
    for (const told of [toAna, toAgent]) {
      expect(told.subject).toBe(`${tag} No dial tone`)
      expect(told.text).toContain('Please restart the modem.')
      expect(told.field('Auto-Submitted')).toBeUndefined()
    }
    await expectOneConversation(ana)
    await expectInboxes({ ana: 3, help: 2, agent: 2 })
    expect(await ticket()).toMatchObject({ status: 'waiting' })
  })

  test('the writer replies: the ticket is open again, support has her words', async () => {
    const answer = await ana.mail(3)
    await reply(ana, answer, 'It did not help.')
    const told = [await help.mail(3), await agent.mail(3)]
    for (const mail of told) expect(mail.text).toContain('It did not help.')
    await expectOneConversation(help)
    await expectInboxes({ ana: 3, help: 3, agent: 3 })
    expect(await ticket()).toMatchObject({ status: 'open' })
  })

  test('an agent closes it by mail: writer and support contact are told', async () => {
    await reply(agent, await agent.mail(3), '#close')
    const [toAna, toHelp] = [await ana.mail(4), await help.mail(4)]
    for (const told of [toAna, toHelp]) {
      expect(told.field('Auto-Submitted')).toBe('auto-generated')
      expect(told.text).not.toContain('#close')
    }
    await expectInboxes({ ana: 4, help: 4, agent: 3 })
    expect(await ticket()).toMatchObject({ status: 'closed' })
  })

  test('an out-of-office answer changes nothing and is answered by nobody', async () => {
    await reply(ana, await ana.mail(4), 'I am on holiday until Monday.', {
      'Auto-Submitted': 'auto-replied',
    })
    expect(await outcome(5)).toBe('automatic')
    await expectInboxes({ ana: 4, help: 4, agent: 3 })
    expect(await ticket()).toMatchObject({ status: 'closed', reopened: 0 })
  })

  test('a stranger who knows the number is held and told nothing; support is told', async () => {
    await mallory.write({ subject: `Re: ${tag} No dial tone`, text: 'Send me everything.' })
    const [toHelp, toAgent] = [await help.mail(5), await agent.mail(4)]
    for (const told of [toHelp, toAgent]) expect(told.text).toContain('mallory@evil.test')
    expect(await outcome(6)).toBe('held')
    await expectInboxes({ ana: 4, help: 5, agent: 4 })
    expect(await ticket()).toMatchObject({ status: 'closed', reopened: 0 })
  })

  test('another user of the account is heard by support alone and does not reopen', async () => {
    await bob.write({ subject: `Re: ${tag} No dial tone`, text: 'My phone is dead too.' })
    toBob = 2
    expect(await outcome(7)).toBe('replied')
    await expectInboxes({ ana: 4, help: 6, agent: 5 })
    expect(await ticket()).toMatchObject({ status: 'closed', reopened: 0 })
  })

  test.each([
    ['the first confirmation', 2],
    ['the answer', 3],
    ['the closing', 4],
  ])('weeks later a reply to %s reopens it under the same number', async (_which, mail) => {
    const before = await counts()
    await reply(ana, await ana.mail(mail), `It is broken again (${mail}).`)
    await expectInboxes({ ana: before.ana + 1, help: before.help + 1, agent: before.agent + 1 })
    const [toAna, toHelp] = [await ana.mail(before.ana + 1), await help.mail(before.help + 1)]
    expect(toAna.field('Auto-Submitted')).toBe('auto-replied')
    expect(toAna.subject).toBe(`${tag} No dial tone`)
    expect(toHelp.text).toContain(`It is broken again (${mail}).`)
    expect(toHelp.field('Auto-Submitted')).toBeUndefined()
    expect(await ticket()).toMatchObject({ status: 'open', reopened: mail - 1 })

    await run('ticket', 'close', number())
    await expectInboxes({ ana: before.ana + 2, help: before.help + 2, agent: before.agent + 2 })
    expect(await ticket()).toMatchObject({ status: 'closed' })
  })

  test('every mail is accounted for, nothing is left to do, and nobody else was told', async () => {
    await desk.done(10)
    const mails = JSON.parse(await run('mail', 'list', '--json')) as { outcome: string }[]
    expect(mails.map((mail) => mail.outcome).sort()).toEqual(
      [
        'opened',
        ...['replied', 'replied', 'replied'],
        ...['reopened', 'reopened', 'reopened'],
        ...['command', 'automatic', 'held'],
      ].sort(),
    )
    const sent = JSON.parse(await run('outbox', 'list', '--json')) as { status: string }[]
    expect(new Set(sent.map((mail) => mail.status))).toEqual(new Set(['sent']))
    const inboxes = Object.values(await counts()).reduce((sum, count) => sum + count, 0)
    expect(sent).toHaveLength(inboxes)
    expect(await dovecot.list('support@acme.test')).toEqual([])
    expect(await dovecot.list('support@acme.test', 'Processed')).toHaveLength(10)
    await daemon.stop()
  })

  const run = (...words: string[]) => ticketd(desk.config, ...words)
  const number = () => /\d+/.exec(tag)?.[0] ?? ''

  async function ticket(): Promise<unknown> {
    return JSON.parse(await run('ticket', 'show', number(), '--json'))
  }

  /** The Message-ID of the mail number `n` that came to the desk. */
  async function written(n: number): Promise<string | null | undefined> {
    return (await row(n))?.messageId
  }

  async function outcome(n: number): Promise<string | null | undefined> {
    return await until(`the outcome of mail ${n}`, async () => (await row(n))?.outcome, PATIENCE)
  }

  async function row(n: number) {
    const rows = await desk.store.read.selectFrom('ledger').selectAll().orderBy('id').execute()
    return rows[n - 1]
  }

  async function reply(
    from: Person,
    to: Got,
    text: string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const references = [to.references ?? [], to.messageId ?? ''].flat().join(' ')
    const id = { inReplyTo: to.messageId ?? '', references }
    await from.write({ subject: `Re: ${to.subject}`, text, headers, ...id })
  }

  async function counts() {
    const count = async (whose: Person) => (await whose.inbox()).length
    return {
      ana: await count(ana),
      help: await count(help),
      agent: await count(agent),
      bob: await count(bob),
      mallory: await count(mallory),
    }
  }

  /** Waits until so many mails have come, and sees that nobody has more. */
  async function expectInboxes(expected: {
    ana: number
    help?: number
    agent?: number
  }): Promise<void> {
    const all = { help: 1, agent: 0, bob: toBob, mallory: 0, ...expected }
    const total = Object.values(all).reduce((sum, count) => sum + count, 0)
    await until(
      'the mails',
      async () => {
        return Object.values(await counts()).reduce((sum, count) => sum + count, 0) >= total
      },
      PATIENCE,
    ).catch(() => undefined)
    expect(await counts()).toEqual(all)
  }

  /** Every mail of a ticket names one that came before it, so that mail programs show one thread. */
  async function expectOneConversation(reader: Person): Promise<void> {
    const mails = (await reader.inbox()).filter((mail) => mail.subject?.includes(tag))
    const references = mails.map((mail) => [mail.references ?? []].flat())
    const known = new Set(mails.map((mail) => mail.messageId))
    for (const mail of mails.slice(1)) expect(known).toContain(mail.inReplyTo)
    expect(new Set(references.map(([root]) => root)).size).toBe(1)
  }
})
