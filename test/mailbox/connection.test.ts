import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Mailbox } from '../../src/config/schema.ts'
import { silent } from '../../src/log.ts'
import { check } from '../../src/mailbox/check.ts'
import { connect } from '../../src/mailbox/connect.ts'
import type { Connection } from '../../src/mailbox/connection.ts'
import { look } from '../../src/mailbox/watch.ts'
import { until } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { startTcpProxy } from '../servers/tcp-proxy.ts'
import { mountMissing, mountSmall, unmountAll } from '../survival/small-disk.ts'
import { testWith } from '../survival/test-with.ts'
import { memoryIntake } from './memory-intake.ts'
import { mail, mailboxAt, startWatch } from './site.ts'

const run = promisify(execFile)
/** A check in a process of its own, from the built program; the mailbox is its argument. */
const CHECK = `
  const dist = ${JSON.stringify(new URL('../../dist/src/', import.meta.url).href)}
  Promise.all([import(dist + 'mailbox/check.js'), import(dist + 'log.js')]).then(async ([{ check }, { silent }]) => {
    const { signal } = new AbortController()
    const { folder } = await check(JSON.parse(process.argv[1]), { signal, log: silent })
    console.log(JSON.stringify(folder))
  })`

const MB = 1024 * 1024
const around = () => ({ signal: new AbortController().signal, log: silent })

describeWithDovecot('one connection', () => {
  let dovecot: Dovecot
  let open: Connection | undefined
  let user = ''
  let users = 0

  beforeAll(async () => {
    dovecot = await startDovecot({ tls: true })
  })
  afterEach(async () => {
    await open?.close()
    open = undefined
  })
  afterAll(() => dovecot.stop())

  function newMailbox(imap: Record<string, unknown> = {}): Mailbox {
    users += 1
    user = `user${users}`
    return mailboxAt(dovecot.port, { imap: { user, ...imap } })
  }

  test('a check tells what folder and server are like, and leaves', async () => {
    const mailbox = newMailbox()
    await dovecot.deliver(user, mail(1))
    const checkup = await check(mailbox, around())
    expect(checkup).toMatchObject({ folder: { uidNext: 2, exists: 1 }, idle: true, move: true })
    expect(checkup.folder.uidValidity).toBeGreaterThan(0)
  })

  test.each([
    ['a wrong password', { password: 'wrong' }, 'imap-login'],
    ['nobody there', { port: 1 }, 'imap-connect'],
  ])('a check fails on %s', async (_title, imap, code) => {
    await expect(check(newMailbox(imap), around())).rejects.toMatchObject({
      code,
      lasting: 'temporary',
    })
  })

  test('a server that takes no tokens is told in words, and shown none a second time', async () => {
    const oauth2 = { provider: 'google', clientId: 'c', grant: 'user' }
    let asked = 0
    const tokenFor = async () => `token ${++asked}`
    const mailbox = newMailbox({ oauth2 })
    await expect(check(mailbox, { ...around(), tokenFor })).rejects.toMatchObject({
      code: 'imap-mechanism',
      message: expect.stringMatching(/offers no login by OAuth 2\.0/),
    })
    expect(asked).toBe(1)
  })

  test('TLS towards a port without is told in words', async () => {
    await expect(check(newMailbox({ security: 'tls' }), around())).rejects.toMatchObject({
      code: 'imap-connect',
      message: expect.stringMatching(
        /^the connection to [^:]+:\d+ failed: .{0,7}wrong version number$/,
      ),
      advice: 'The port does not speak TLS: check port and security.',
    })
  })

  test('a check of a server that says nothing ends after the timeout', async () => {
    const proxy = await startTcpProxy(dovecot.port)
    proxy.hang()
    const mailbox = newMailbox({ port: proxy.port, timeout: '200ms' })
    await expect(check(mailbox, around())).rejects.toMatchObject({ code: 'imap-timeout' })
    await proxy.stop()
  })

  test('a server that falls silent during the login is noticed', async () => {
    const proxy = await startTcpProxy(dovecot.port)
    const mailbox = newMailbox({ port: proxy.port, timeout: '200ms' })
    // The greeting is longer, and the login comes after it.
    proxy.hangAfter(200)
    await expect(check(mailbox, around())).rejects.toMatchObject({ code: 'imap-timeout' })
    await proxy.stop()
  })

  test.each(['starttls', 'tls'])(
    '%s refuses a certificate that nobody vouches for',
    async (security) => {
      const port = security === 'tls' ? dovecot.tlsPort : dovecot.port
      const mailbox = newMailbox({ security, port, host: 'localhost' })
      await expect(check(mailbox, around())).rejects.toMatchObject({
        code: 'imap-connect',
        advice: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      })
      // Node reads that variable once, at its start.
      const vouched = { ...process.env, NODE_EXTRA_CA_CERTS: dovecot.certificate }
      const { stdout } = await run(process.execPath, ['-e', CHECK, JSON.stringify(mailbox)], {
        env: vouched,
      })
      expect(JSON.parse(stdout)).toMatchObject({ exists: 0 })
      const trusted = newMailbox({ security, port, verifyCertificate: false })
      expect(await check(trusted, around())).toMatchObject({ folder: { exists: 0 } })
    },
  )

  test('starttls is insisted on', async () => {
    const plain = await startDovecot()
    const mailbox = newMailbox({ security: 'starttls', port: plain.port })
    await expect(check(mailbox, around())).rejects.toMatchObject({ code: 'imap-connect' })
    await plain.stop()
  })

  test('only what lies above the cursor is found', async () => {
    open = await connect(newMailbox(), around())
    expect(await open.uidsAbove(0)).toEqual([])
    for (let n = 1; n <= 5; n += 1) await dovecot.deliver(user, mail(n))
    expect(await open.uidsAbove(0)).toEqual([[1, 5]])
    expect(await open.uidsAbove(3)).toEqual([[4, 5]])
    // `6:*` names the last mail; whoever asks leaves it out.
    expect(await open.uidsAbove(5)).toEqual([[5, 5]])
  })

  test('a mail that is gone is neither listed nor read', async () => {
    const mailbox = newMailbox()
    await dovecot.deliver(user, mail(1))
    open = await connect(mailbox, around())
    expect(await open.list([1, 2])).toMatchObject([{ uid: 1, size: mail(1).length }])
    expect([...(await open.read([1, 2])).keys()]).toEqual([1])
    expect(await open.stillThere([1, 2])).toEqual([1])
    const folder = await mkdtemp(join(tmpdir(), 'spool-'))
    expect(await open.download(2, join(folder, 'gone'))).toBeNull()
    expect(await readdir(folder)).toEqual([])
    await rm(folder, { recursive: true })
  })

  test.each([0, 1, 512 * 1024 - 200, 512 * 1024, 3 * 512 * 1024])(
    'a download of %i bytes and a header is whole, whatever the chunks',
    async (length) => {
      const mailbox = newMailbox()
      const header = Buffer.from(`Subject: big\r\nX-Fill: ${'x'.repeat(160)}\r\n\r\n`)
      const bytes = Buffer.concat([header, Buffer.alloc(Math.max(0, length - header.length), 'y')])
      await dovecot.deliver(user, bytes)
      open = await connect(mailbox, around())
      const folder = await mkdtemp(join(tmpdir(), 'spool-'))
      expect(await open.download(1, join(folder, 'mail'))).toBe(bytes.length)
      expect(bytes.equals(await readFile(join(folder, 'mail')))).toBe(true)
      await rm(folder, { recursive: true })
    },
  )

  testWith(mountMissing())('a mail that the disk takes only a part of is none', async () => {
    const mailbox = newMailbox()
    const bytes = Buffer.alloc(0.7 * MB, 'y')
    await dovecot.deliver(user, Buffer.concat([Buffer.from('Subject: big\r\n\r\n'), bytes]))
    open = await connect(mailbox, around())
    const folder = await mkdtemp(join(tmpdir(), 'spool-'))
    mountSmall(folder, 1)
    await writeFile(join(folder, 'ballast'), Buffer.alloc(0.4 * MB))
    try {
      const download = open.download(1, join(folder, 'mail'))
      await expect(download).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(await readdir(folder)).toEqual(['ballast'])
    } finally {
      unmountAll()
      await rm(folder, { recursive: true })
    }
  })

  test('a mail of 50 MB comes through a file while memory stays flat', async () => {
    const line = `${randomBytes(54).toString('base64')}\r\n`
    const big = Buffer.from(`Subject: big\r\n\r\n${line.repeat((50 * MB) / line.length)}`)
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    const mailbox = newMailbox()
    await dovecot.deliver(user, mail(1))
    await dovecot.deliver(user, big)
    await dovecot.deliver(user, mail(3))

    const intake = memoryIntake()
    const before = process.memoryUsage.rss()
    let most = 0
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 5)
    let seen = ''
    intake.onTake = async ([first]) => {
      if (first?.kind !== 'mail' || !('file' in first.body)) return
      clearInterval(sampling)
      seen = hash(await readFile(first.body.file))
    }
    const spool = await mkdtemp(join(tmpdir(), 'spool-'))
    await look(mailbox, intake, { ...around(), now: Date.now, spool })
    expect(seen).toBe(hash(big))
    expect(intake.batches.map((batch) => batch.map(({ uid }) => uid))).toEqual([[1], [2], [3]])
    expect((most - before) / MB).toBeLessThan(60)
    expect(await readdir(spool)).toEqual([])
    await rm(spool, { recursive: true })
  })

  test('a look takes what is there, tells the server and comes back', async () => {
    const mailbox = newMailbox()
    for (let n = 1; n <= 60; n += 1) await dovecot.deliver(user, mail(n))
    const intake = memoryIntake()
    const spool = await mkdtemp(join(tmpdir(), 'spool-'))
    await look(mailbox, intake, { ...around(), now: Date.now, spool })
    expect(intake.texts.size).toBe(60)
    expect(intake.acknowledgements.flat()).toHaveLength(60)
    await rm(spool, { recursive: true })
  })

  test('where the server gives no mail at all for a while, none is passed by', async () => {
    const mailbox = newMailbox()
    for (let n = 1; n <= 4; n += 1) await dovecot.deliver(user, mail(n))
    const box = join(dovecot.mailFolder, user)
    const owner = await stat(box)
    const letRead = async (may: boolean) => {
      for (const folder of ['new', 'cur']) {
        for (const name of await readdir(join(box, folder))) {
          const file = join(box, folder, name)
          const { uid, gid } = may ? owner : { uid: 0, gid: 0 }
          if (process.getuid?.() === 0) await chown(file, uid, gid)
          await chmod(file, may ? 0o600 : 0o200)
        }
      }
    }
    await letRead(false)
    const intake = memoryIntake()
    const watching = await startWatch(mailbox, intake)
    try {
      await until('many failures', () => intake.states.filter(({ error }) => error).length >= 15)
      await letRead(true)
      await until('all four', () => intake.batches.flat().length === 4)
    } finally {
      await watching.stop()
    }
    expect(intake.batches.flat().map(({ kind }) => kind)).toEqual(Array(4).fill('mail'))
  })

  test('a mail that cannot be read is passed by after its attempts, and the others are not', async () => {
    const mailbox = newMailbox()
    for (let n = 1; n <= 5; n += 1) await dovecot.deliver(user, mail(n))
    const box = join(dovecot.mailFolder, user, 'new')
    const [, , third = ''] = (await readdir(box)).toSorted()
    if (process.getuid?.() === 0) await chown(join(box, third), 0, 0)
    await chmod(join(box, third), 0o200)

    const intake = memoryIntake()
    const watching = await startWatch(mailbox, intake)
    await until('all five', () => intake.batches.flat().length === 5).finally(watching.stop)
    const kinds = intake.batches.flat().map(({ uid, kind }) => `${uid} ${kind}`)
    expect(kinds).toEqual(['1 mail', '2 mail', '3 unfetchable', '4 mail', '5 mail'])
    expect(intake.batches.flat()[2]).toMatchObject({
      because: expect.stringContaining('FETCH failed'),
    })
  })
})
