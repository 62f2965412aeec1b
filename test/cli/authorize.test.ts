import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Command } from 'commander'
import type { Ask, Io } from '../../src/cli/io.ts'
import { register as registerMailbox } from '../../src/cli/mailbox.ts'
import { register as registerStatus } from '../../src/cli/status.ts'
import { freePort, until } from '../servers/child.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Provider, startProvider } from '../servers/oauth.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { type Daemon, startDaemon } from '../survival/daemon.ts'
import { describeSurvival, PATIENCE } from '../survival/patience.ts'
import { type Desk, openCliDesk } from './process.ts'

const USER = 'support@acme.test'

interface Status {
  signIns: { state: string; because: string | null }[]
  mailboxes: { connected: boolean; error: string | null }[]
}

/** What a browser does with an address. */
async function follow(url: string): Promise<void> {
  await fetch(url)
}

describeSurvival('a mailbox by OAuth 2.0', () => {
  let provider: Provider
  let dovecot: Dovecot
  /** Takes tokens of the provider only. */
  let sink: Sink
  /** Takes everything: the way out of the other mailbox. */
  let other: Sink
  let desk: Desk
  let daemon: Daemon | undefined
  let monitor: number

  beforeAll(async () => {
    provider = await startProvider(USER)
    dovecot = await startDovecot({ tokenInfo: `${provider.url}/tokeninfo?access_token=` })
    sink = await startSmtpSink({ token: (token) => provider.knows(token) })
    other = await startSmtpSink()
  })
  afterAll(async () => {
    await dovecot.stop()
    await sink.stop()
    await other.stop()
    await provider.stop()
  })
  beforeEach(async () => {
    monitor = await freePort()
    const server = { host: '127.0.0.1', security: 'none' }
    const oauth2 = provider.settings()
    desk = openCliDesk({
      mailboxes: [
        {
          name: 'support',
          address: USER,
          department: 'support',
          imap: { ...server, port: dovecot.port, user: USER, oauth2 },
          start: 'all',
        },
        {
          name: 'billing',
          address: 'billing@acme.test',
          department: 'support',
          imap: { ...server, port: dovecot.port, user: 'billing@acme.test', password: 'secret' },
          smtp: { ...server, port: other.port, perMinute: 0 },
        },
      ],
      desk: {
        name: 'Acme Support',
        tag: 'Acme',
        administrators: ['ops@acme.test'],
        unknownSenders: 'open',
      },
      smtp: { ...server, port: sink.port, user: USER, oauth2, perMinute: 0 },
      monitoring: { port: monitor },
    })
  })
  afterEach(async () => {
    await daemon?.stop()
    daemon = undefined
    desk.close()
  })

  const mail = (n: number) =>
    `Message-ID: <${n}@globex.test>\r\nFrom: ana@globex.test\r\nTo: ${USER}\r\nSubject: Fault ${n}\r\n\r\nIt does not work.\r\n`

  test('is authorized, read and sent from; refused, told of, and taken up again', async () => {
    await expect(ticketd(['mailbox', 'test', 'support'])).rejects.toMatchObject({
      message: expect.stringMatching(/Nobody has authorized/),
      advice: expect.stringMatching(/mailbox authorize/),
    })

    // Each login needs a token of its own.
    provider.lasts = 60
    const authorized = await desk.run(['mailbox', 'authorize', 'support'])
    expect(authorized).toMatchObject({ code: 0, out: expect.stringMatching(/is authorized/) })
    expect(authorized.err).toContain('enter the code WXYZ-1234')
    expect(await ticketd(['mailbox', 'test', 'support'])).toMatch(/logged in as support/)
    expect((await status()).signIns).toMatchObject([{ state: 'good' }])

    await dovecot.deliver(USER, mail(1))
    daemon = startDaemon(join(desk.folder, 'config.json'))
    await sink.waitFor(1, (it) => it.to.includes('ana@globex.test'), PATIENCE)

    expect(await ready()).toEqual([200, 'ready\n'])
    const delivered = sink.mails.length

    // Somebody withdraws it at the provider, and the connection ends.
    provider.revoke()
    const asked = provider.asked.length
    await sink.stop()
    await sink.start()
    await dovecot.doveadm('kick', USER)
    await dovecot.deliver(USER, mail(2))
    const [told] = await other.waitFor(1, undefined, PATIENCE)
    expect(told?.to).toEqual(['ops@acme.test'])
    expect(String((await told?.parsed())?.text)).toMatch(/mailbox authorize support/)
    const { signIns, mailboxes } = await status()
    expect(signIns).toMatchObject([
      { state: 'refused', because: expect.stringMatching(/invalid_grant/) },
    ])
    expect(mailboxes[0]).toMatchObject({ connected: false, error: signIns[0]?.because })
    expect(await ready()).toEqual([503, expect.stringMatching(/support.*invalid_grant/)])
    const doctor = await desk.run(['doctor', '--no-mail'])
    expect(doctor.out).toMatch(/fail +sign-in support +.*invalid_grant.*authorize support/)
    // What rests on it is left out.
    expect(doctor.out).not.toMatch(/(imap|smtp) support/)
    expect(doctor.out).toMatch(/ok +imap billing/)

    // An answer of the desk waits, and however often somebody tries, the provider is left in peace.
    const [ticket] = await desk.json<{ number: number }[]>(['ticket', 'list'])
    const words = ['--as', 'agent@acme.test', '--text', 'Is it plugged in?']
    expect(await desk.run(['ticket', 'reply', String(ticket?.number), ...words])).toMatchObject({
      code: 0,
    })
    const refused = { message: expect.stringMatching(/invalid_grant/) }
    await expect(ticketd(['mailbox', 'test', 'support'])).rejects.toMatchObject(refused)
    expect(provider.asked.length).toBe(asked + 1)
    expect(sink.mails.length).toBe(delivered)

    await ticketd(['mailbox', 'authorize', 'support', '--browser'], follow)
    const toAna = await sink.waitFor(3, (it) => it.to.includes('ana@globex.test'), PATIENCE)
    expect(toAna.map((it) => it.header('subject')?.slice(-7)).sort()).toEqual([
      ...['Fault 1', 'Fault 1', 'Fault 2'],
    ])
    expect(other.mails.length).toBe(1)
    await until('the desk is well', async () => (await ready())[0] === 200, PATIENCE)
    expect(JSON.stringify(daemon.log)).not.toMatch(/access-\d|refresh-\d/)
  })

  describe('in a browser', () => {
    const words = ['mailbox', 'authorize', 'support', '--browser', '--json']

    test('that comes back to this machine', async () => {
      let page = ''
      const out = await ticketd(words, async (url) => {
        // It follows the provider to us, as a browser does.
        page = await (await fetch(url)).text()
      })
      expect(page).toMatch(/close this page/)
      expect(JSON.parse(out)).toMatchObject({
        name: 'support',
        authorized: [expect.stringMatching(/^support@acme.test at /)],
      })
    })

    test('of another machine, whose last address is pasted', async () => {
      let last = ''
      const visited = async (url: string) => {
        const answer = await fetch(url, { redirect: 'manual' })
        last = answer.headers.get('location') ?? ''
      }
      const asked: string[] = []
      const pasted = ['what is this?', '', 'http://localhost:1/?code=the-code&state=old']
      const out = await ticketd(words, visited, async (question) => {
        asked.push(question)
        await until('the address', () => last !== '')
        return pasted.shift() ?? last
      })
      expect(asked.at(-1)).toMatch(/not where this sign-in ends/)
      expect(JSON.parse(out)).toMatchObject({ name: 'support' })
    })

    test('that comes back with the answer to another question first', async () => {
      const out = await ticketd(words, async (url) => {
        const back = new URL(url).searchParams.get('redirect_uri')
        const stray = await fetch(`${back}?code=the-code&state=of-somebody-else`)
        expect([stray.status, await stray.text()]).toEqual([
          400,
          expect.stringMatching(/does not belong to the sign-in/),
        ])
        await follow(url)
      })
      expect(JSON.parse(out)).toMatchObject({ name: 'support' })
    })

    test('that was answered with no', async () => {
      const refused = ticketd(words, async (url) => {
        const query = new URL(url).searchParams
        const back = `${query.get('redirect_uri')}?error=access_denied&state=${query.get('state')}`
        await fetch(back)
      })
      await expect(refused).rejects.toMatchObject({
        code: 'oauth-refused',
        message: expect.stringMatching(/access_denied/),
      })
      expect((await status()).signIns).toMatchObject([{ state: 'missing' }])
    })
  })

  async function ready(): Promise<[number, string]> {
    const answer = await fetch(`http://127.0.0.1:${monitor}/readyz`)
    return [answer.status, await answer.text()]
  }

  async function status(): Promise<Status> {
    return JSON.parse(await ticketd(['status', '--json'])) as Status
  }

  /** One command in this process; `browser` is given the address that it prints. */
  async function ticketd(words: string[], browser = follow, ask?: Ask): Promise<string> {
    let printed = ''
    const visits: Promise<void>[] = []
    const io: Io = {
      out: (text) => {
        printed += text
      },
      err: (text) => {
        const url = /^http.*$/m.exec(text)?.[0]
        if (url) visits.push(browser(url))
      },
      env: {},
      isTTY: false,
      columns: 80,
      ...(ask && { ask }),
    }
    const program = new Command().option('--config <file>', '', join(desk.folder, 'config.json'))
    registerMailbox(program, io)
    registerStatus(program, io)
    await program.parseAsync(words, { from: 'user' })
    await Promise.all(visits)
    return printed
  }
})
