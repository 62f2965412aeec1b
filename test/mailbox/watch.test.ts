import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { until } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts'
import { memoryIntake } from './memory-intake.ts'
import { HASTY, mail, mailboxAt, startWatch, type Watching } from './site.ts'

describeWithDovecot('the life of a mailbox', () => {
  let dovecot: Dovecot
  let proxy: TcpProxy
  let watching: Watching | undefined
  let user = ''
  let users = 0

  beforeAll(async () => {
    dovecot = await startDovecot()
  })
  afterEach(async () => {
    await watching?.stop()
    await proxy?.stop()
    watching = undefined
  })
  afterAll(() => dovecot.stop())

  /** A new user for each test, behind a network of its own. */
  async function newMailbox(more: Record<string, unknown> = {}) {
    users += 1
    user = `user${users}`
    proxy = await startTcpProxy(dovecot.port)
    const { imap, ...rest } = more
    return mailboxAt(proxy.port, { imap: { user, ...(imap as object) }, ...rest })
  }

  async function deliver(count: number, more = '') {
    for (let n = 1; n <= count; n += 1) await dovecot.deliver(user, mail(n, more))
  }

  test('takes a backlog of 500 mails once each, oldest first, in batches, and tells the server', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox()
    await deliver(500)
    watching = await startWatch(mailbox, intake)
    await until('500 mails', () => intake.texts.size === 500)
    await until('500 acknowledged', () => intake.acknowledgements.flat().length === 500)
    const uids = Array.from({ length: 500 }, (_, index) => index + 1)
    expect(intake.batches.flat().map((fetched) => fetched.uid)).toEqual(uids)
    expect(intake.texts.get(250)).toBe(mail(250))
    expect(Math.max(...intake.batches.map((batch) => batch.length))).toBe(100)
    expect(intake.acknowledgements.length).toBeLessThanOrEqual(5)
    const lying = await dovecot.list(user)
    expect(lying.filter(({ flags }) => flags.includes('\\Seen'))).toHaveLength(500)
  })

  test('sees a new mail by IDLE, with a poll of an hour', async () => {
    const intake = memoryIntake()
    watching = await startWatch(await newMailbox({ poll: '1h' }), intake)
    await until('connected', () => intake.states.at(-1)?.connected)
    for (let n = 1; n <= 3; n += 1) {
      await dovecot.deliver(user, mail(n))
      await until(`mail ${n}`, () => intake.texts.size === n)
    }
  })

  test('sees a new mail at the poll where IDLE is off', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ imap: { autoIdle: false }, poll: '200ms' })
    watching = await startWatch(mailbox, intake)
    await until('connected', () => intake.states.at(-1)?.connected)
    await dovecot.deliver(user, mail(1))
    await until('the mail', () => intake.texts.size === 1)
  })

  test('looks at once when it is woken', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ imap: { autoIdle: false }, poll: '1h' })
    watching = await startWatch(mailbox, intake)
    await until('connected', () => intake.states.at(-1)?.connected)
    await dovecot.deliver(user, mail(1))
    await until('the mail', () => {
      watching?.wake()
      return intake.texts.size === 1
    })
  })

  test('goes on after a connection that was cut in the middle of a fetch', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox()
    await deliver(200, 'x'.repeat(2000))
    proxy.cutAfter(150_000)
    watching = await startWatch(mailbox, intake)
    await until('200 mails', () => intake.texts.size === 200)
    expect(proxy.connections()).toBeGreaterThanOrEqual(2)
    const uids = intake.batches.flat().map((fetched) => fetched.uid)
    expect(uids).toEqual([...new Set(uids)])
    expect(intake.batches.flat().every((fetched) => fetched.kind === 'mail')).toBe(true)
  })

  test('notices a server that hangs, says so, and connects again', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ imap: { timeout: '300ms' }, poll: '300ms' })
    watching = await startWatch(mailbox, intake)
    await until('connected', () => intake.states.at(-1)?.connected)
    proxy.hang()
    await until('the failure', () => intake.states.at(-1)?.error?.includes('has not answered'))
    proxy.resume()
    await dovecot.deliver(user, mail(1))
    await until('the mail', () => intake.texts.size === 1)
  })

  test('notices a server that hangs in the middle of a fetch', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ imap: { timeout: '300ms' } })
    await deliver(100, 'x'.repeat(2000))
    intake.onTake = () => {
      if (intake.batches.length === 0) proxy.hang()
    }
    watching = await startWatch(mailbox, intake)
    await until('the failure', () => intake.states.some((state) => state.error !== null))
    proxy.resume()
    await until('100 mails', () => intake.texts.size === 100)
  })

  test('waits long after a refused login and longer after the next', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ imap: { password: 'wrong' } })
    watching = await startWatch(mailbox, intake)
    await until('the refusal', () => intake.states.length === 2)
    expect(intake.states[0]?.error).toMatch(/refused the login of user\d+/)
    const [first, second] = intake.states.map((state) => Date.parse(state.since))
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(HASTY.refusedLogin.first)
    await until('the third refusal', () => intake.states.length === 3)
    expect(proxy.connections()).toBe(3)
  })

  test('says that the folder is missing, and works as soon as it is there', async () => {
    const intake = memoryIntake()
    watching = await startWatch(await newMailbox({ folder: 'Support' }), intake)
    await until('the failure', () => intake.states[0]?.error)
    expect(intake.states[0]?.error).toContain('has no folder "Support"')
    await dovecot.doveadm('mailbox', 'create', '-u', user, 'Support')
    await until('connected', () => intake.states.at(-1)?.connected)
  })

  test('reads everything again under another UIDVALIDITY', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox()
    await deliver(3)
    watching = await startWatch(mailbox, intake)
    await until('3 mails', () => intake.texts.size === 3)
    await dovecot.setUidValidity(user, 4711)
    proxy.cut()
    await until('3 mails again', () => intake.batches.flat().length === 6)
    expect(intake.begun.map((begun) => begun.resumption)).toEqual(['first', 'reread'])
    expect(intake.begun[1]?.folder.uidValidity).toBe(4711)
  })

  test('moves what is decided into a folder that it makes, in bulk', async () => {
    const intake = memoryIntake()
    const done = { action: 'move', folder: 'Processed' }
    const mailbox = await newMailbox({ done })
    await deliver(120)
    watching = await startWatch(mailbox, intake)
    await until('all moved', () => intake.acknowledgements.flat().length === 120)
    expect(await dovecot.list(user)).toEqual([])
    expect(await dovecot.list(user, 'Processed')).toHaveLength(120)
    expect(intake.acknowledgements.length).toBeLessThanOrEqual(4)
  })

  test('is content when a mail that it would move is gone already', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ done: { action: 'move', folder: 'Processed' } })
    await deliver(1)
    intake.onTake = () => dovecot.expunge(user)
    watching = await startWatch(mailbox, intake)
    await until('acknowledged', () => intake.acknowledgements.flat().length === 1)
    expect(intake.states.every((state) => state.error === null)).toBe(true)
  })

  test('keeps taking mail when the server refuses to move it', async () => {
    const intake = memoryIntake()
    // Dovecot takes a name that begins with a separator for no folder.
    const mailbox = await newMailbox({ done: { action: 'move', folder: '.' }, poll: '200ms' })
    await deliver(1)
    watching = await startWatch(mailbox, intake)
    await until('the refusal', () => intake.states.some((state) => state.error !== null))
    await dovecot.deliver(user, mail(2))
    await until('the second mail', () => intake.texts.size === 2)
    expect(intake.states.every((state) => state.connected)).toBe(true)
    expect(intake.acknowledgements).toEqual([])
  })

  test('is well again when the server lets itself be told', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({
      done: { action: 'move', folder: 'Processed' },
      poll: '100ms',
    })
    await deliver(1)
    const inTheWay = join(dovecot.mailFolder, user, '.Processed')
    await writeFile(inTheWay, '')
    watching = await startWatch(mailbox, intake)
    await until('the refusal', () => intake.states.some((state) => state.error !== null))
    await rm(inTheWay)
    await until('the move', () => intake.acknowledgements.length === 1)
    expect(intake.states.at(-1)).toMatchObject({ connected: true, error: null })
  })

  test('tells the server also what is decided in the moment when it asks', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox({ poll: '1h' })
    const waiting = intake.toAcknowledge
    let undecided = true
    intake.toAcknowledge = async (limit) => {
      if (!undecided) return waiting(limit)
      // The last answer of "nothing" is on its way when the decision falls.
      if (intake.catchUps > 0) {
        undecided = false
        intake.tell()
      }
      return []
    }
    await deliver(1)
    watching = await startWatch(mailbox, intake)
    await until('acknowledged', () => intake.acknowledgements.length === 1)
  })

  test('names mails from before the start without reading them', async () => {
    const intake = memoryIntake({ ignoreBefore: '2026-01-01T00:00:00.000Z' })
    const mailbox = await newMailbox()
    await dovecot.deliver(user, mail(1), new Date('2025-12-31T23:00:00Z'))
    await dovecot.deliver(user, mail(2), new Date('2026-01-01T01:00:00Z'))
    watching = await startWatch(mailbox, intake)
    await until('both', () => intake.batches.flat().length === 2)
    const [earlier, later] = intake.batches.flat()
    expect(earlier).toEqual({
      kind: 'before-start',
      uid: 1,
      internalDate: '2025-12-31T23:00:00.000Z',
      size: mail(1).length,
      messageId: '<m1@customer.test>',
      from: 'ana@customer.test',
      subject: 'mail 1',
    })
    expect(later).toMatchObject({ kind: 'mail', uid: 2, internalDate: '2026-01-01T01:00:00.000Z' })
  })

  test('comes back with a delay after a fault of the intake, and loses nothing', async () => {
    const intake = memoryIntake()
    const mailbox = await newMailbox()
    await deliver(3)
    let faults = 0
    intake.onTake = () => {
      faults += 1
      if (faults <= 3) throw new Error('the disk is full')
    }
    watching = await startWatch(mailbox, intake)
    await until('3 mails', () => intake.texts.size === 3)
    const errors = intake.states.map((state) => state.error)
    expect(errors.filter((error) => error === 'the disk is full')).toHaveLength(3)
  })

  test('survives a server that is restarted under it', async () => {
    const intake = memoryIntake()
    watching = await startWatch(await newMailbox(), intake)
    await until('connected', () => intake.states.at(-1)?.connected)
    await dovecot.kill()
    await until('the failure', () => intake.states.at(-1)?.error)
    await dovecot.restart()
    await dovecot.deliver(user, mail(1))
    await until('the mail', () => intake.texts.size === 1)
  })
})
