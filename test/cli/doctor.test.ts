import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Mta, startStandIn } from '../servers/mta.ts'
import { describeWithDovecot } from '../servers/needs.ts'
import { type Daemon, startDaemon } from '../survival/daemon.ts'
import { type Desk, openCliDesk } from './process.ts'

interface Checked {
  ok: boolean
  checks: { check: string; status: string; says: string; advice?: string }[]
}

describeWithDovecot('doctor', () => {
  let dovecot: Dovecot
  let mta: Mta
  let desk: Desk
  let daemon: Daemon | undefined
  let desks = 0

  beforeAll(async () => {
    dovecot = await startDovecot()
  })
  afterAll(() => dovecot.stop())
  afterEach(async () => {
    await daemon?.stop()
    daemon = undefined
    desk.close()
    await mta.stop()
  })

  /** A desk of its own; `user` is where its mail is delivered, which need not be where it is read. */
  async function openDesk(
    changes: {
      user?: string
      plus?: string
      plusAddresses?: boolean
      head?: string
      authservIds?: string[]
      desk?: object
      templates?: string
    } = {},
  ): Promise<void> {
    desks += 1
    const login = `doctor.${desks}@acme.test`
    mta = await startStandIn({
      deliverTo: dovecot,
      head: changes.head ?? '',
      mailboxes: {
        'support@acme.test': changes.user ?? login,
        'support+doctor@acme.test': changes.plus ?? login,
      },
    })
    const { port } = dovecot
    const imap = { host: '127.0.0.1', port, security: 'none', user: login, password: 'secret' }
    desk = openCliDesk({
      desk: {
        name: 'Acme Support',
        tag: 'Acme',
        administrators: ['ops@acme.test'],
        staffByFromAlone: false,
        ...changes.desk,
      },
      mailboxes: [
        {
          name: 'support',
          address: 'support@acme.test',
          department: 'support',
          imap,
          plusAddresses: changes.plusAddresses ?? false,
          authservIds: changes.authservIds ?? [],
        },
      ],
      smtp: { host: '127.0.0.1', port: mta.port, security: 'none' },
      ...(changes.templates && { templates: changes.templates }),
    })
  }

  async function examine(...words: string[]): Promise<Checked & { code: number | null }> {
    const { code, out } = await desk.run(['doctor', '--json', ...words])
    return { code, ...(JSON.parse(out) as Checked) }
  }

  const statuses = ({ checks }: Checked) => checks.map(({ check, status }) => `${status} ${check}`)

  test('the mail host that says who wrote is named until it is known', async () => {
    const head = 'Authentication-Results: mx.acme.test;\r\n dmarc=pass header.from=acme.test\r\n'
    await openDesk({ head })
    const found = await examine()
    const sender = ({ checks }: Checked) => checks.find(({ check }) => check === 'sender support')
    expect(sender(found)).toMatchObject({ status: 'warn' })
    expect(sender(found)?.advice).toContain('"authservIds": ["mx.acme.test"]')
    desk.close()
    await mta.stop()
    await openDesk({ head, authservIds: ['mx.acme.test'] })
    expect(sender(await examine())).toMatchObject({ status: 'ok' })
  })

  test('a mail to itself arrives, by a poll of its own', async () => {
    await openDesk()
    const found = await examine()
    expect(statuses(found)).toEqual([
      'ok config',
      'ok templates',
      'ok store',
      'ok keys',
      'ok integrity',
      'ok integrity',
      'ok imap support',
      'ok smtp support',
      'ok mail support',
      'ok plus support',
    ])
    expect(found.checks.at(-1)?.says).toContain('plusAddresses can be switched on')
    expect(found).toMatchObject({ ok: true, code: 0 })
    expect(await desk.json(['mail', 'list'])).toMatchObject([
      { id: 2, outcome: 'ignored', reason: 'probe' },
      {
        messageId: expect.stringMatching(/^<probe\.[0-9a-f]+\.[0-9a-f]{12}@acme\.test>$/),
        outcome: 'ignored',
        reason: 'probe',
        ticket: null,
      },
    ])
    const { folder, idle } = await desk.json<{ folder: { exists: number }; idle: boolean }>([
      'mailbox',
      'test',
      'support',
    ])
    expect({ exists: folder.exists, idle }).toEqual({ exists: 2, idle: true })
  })

  test('or by the daemon that runs', async () => {
    await openDesk()
    daemon = startDaemon(join(desk.folder, 'config.json'))
    await daemon.said(/at work/)
    const { code, out } = await desk.run(['doctor'])
    expect(out).toMatch(/^ok {4}mail support .*arrived after [\d.]+ s \(ignored: probe\)\.$/m)
    expect(code).toBe(0)
    const { engine, mails } = await desk.json<{ engine: object | null; mails: object }>(['status'])
    expect(engine).not.toBeNull()
    expect(mails).toEqual({ ignored: 2 })
    expect((await desk.run(['poll'])).err).toMatch(/^ticketd: The engine runs already/)
  })

  test('a mail that arrives somewhere else is missed', async () => {
    await openDesk({ user: 'elsewhere@acme.test' })
    const found = await examine('--wait', '2s')
    expect(found.checks.at(-1)).toMatchObject({
      check: 'mail support',
      status: 'fail',
      says: 'The mail to itself was sent and did not arrive within 2 s.',
    })
    expect(found).toMatchObject({ ok: false, code: 1 })
  })

  test('a plus-address that is relied on has to arrive', async () => {
    await openDesk({ plus: 'elsewhere@acme.test', plusAddresses: true })
    const found = await examine('--wait', '2s')
    expect(found.checks.slice(-2)).toMatchObject([
      { check: 'mail support', status: 'ok' },
      { check: 'plus support', status: 'fail' },
    ])
    expect(found.checks.at(-1)?.advice).toBe('Switch plusAddresses off for this mailbox.')
  })

  test('what is wrong is told with what to do, and a bad server does not hide the others', async () => {
    await openDesk({ desk: { tag: 'Ticket', staffByFromAlone: true }, templates: 'own' })
    mkdirSync(join(desk.folder, 'own', 'en'), { recursive: true })
    const own = join(desk.folder, 'own', 'en', 'customer-welcome.hbs')
    writeFileSync(own, 'Subject: Hello {{nobody}}\n\nHello\n')
    await desk.run(['ticket', 'list'])
    expect((await desk.run(['doctor', '--no-mail'])).code).toBe(1)
    chmodSync(join(desk.folder, 'data', 'ticketd.key'), 0o644)
    await mta.stop()
    const found = await examine()
    expect(statuses(found)).toEqual([
      'ok config',
      'warn tag',
      'warn staff',
      'fail templates',
      'ok store',
      'warn keys',
      'ok integrity',
      'ok integrity',
      'ok imap support',
      'fail smtp support',
    ])
    const says = (check: string) => found.checks.find((one) => one.check === check)
    expect(says('templates')?.says).toContain(own)
    expect(says('keys')?.advice).toMatch(/^chmod 600 /)
    const { code, err } = await desk.run(['doctor', '--no-mail'])
    expect({ code, err }).toEqual({ code: 1, err: 'ticketd: 2 checks failed.\n' })
  })
})
