import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addToConfig, type MailboxFlags } from '../../../src/cli/mailbox/add.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { smallest } from '../../config/a-config.ts'
import { startProvider } from '../../servers/oauth.ts'
import { atDesk } from '../ticketd.ts'

const flags = {
  name: 'sales',
  address: 'sales@acme.test',
  department: 'support',
  imapHost: 'imap.acme.test',
  imapPassword: 'secret',
}

const oauth = { imapPassword: undefined, login: 'microsoft', oauth2ClientId: 'the-client' }

/** What is said against these flags, and whether the file stays as it was. */
async function refused(changes: Partial<MailboxFlags>): Promise<string> {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const file = join(folder, 'config.json')
  try {
    await addToConfig(file, { ...flags, ...changes }, {})
  } catch (error) {
    expect(error).toMatchObject({ code: 'usage' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(smallest())
    return (error as Error).message
  }
  return 'added'
}

test.each<[Partial<MailboxFlags>, string]>([
  [{}, 'added'],
  [{ imapPort: 'many' }, '--imap-port: must be a number.'],
  [{ address: 'sales' }, '--address: must be a mail address such as support@example.org.'],
  [{ name: 'support' }, '--name: is the same as mailboxes[0].name.'],
  [{ department: 'sales' }, '--department: there is no department "sales".'],
  [
    { start: 'soon', folder: '' },
    '--folder: must not be empty; --start: must be now, all or a date',
  ],
  [
    { address: 'ops@acme.test' },
    '--address (desk.administrators[0]): is the address of a mailbox of this desk.',
  ],
  [{ imapPasswordEnv: 'P' }, '--imap-password and --imap-password-env cannot be given together.'],
  [
    { imapPassword: undefined, imapPasswordEnv: '', imapPasswordFile: 'p' },
    '--imap-password-env and --imap-password-file cannot be given together; --imap-password-env must not be empty.',
  ],
  [{ imapPassword: '' }, '--imap-password must not be empty.'],
  [{ imapPassword: '(secret)' }, '--imap-password is what stands in place of a secret.'],
  [{ imapPassword: undefined }, 'These flags are missing: --imap-password-env.'],
  [
    { imapPassword: undefined, imapHost: undefined, login: 'google' },
    'These flags are missing: --oauth2-client-secret-env, --oauth2-client-id.',
  ],
  [
    { ...oauth, login: 'google', oauth2Flow: 'device', oauth2ClientSecretEnv: 'S' },
    '--oauth2-flow must be browser: google lets a person agree to mail in no other way.',
  ],
  [
    { ...oauth, oauth2Tenant: 'common', oauth2Flow: 'application', oauth2ClientSecretEnv: 'S' },
    '--oauth2-tenant: must name the tenant itself where the application signs in.',
  ],
  [{ ...oauth, oauth2Scopes: 'mail' }, '--oauth2-scopes has no use with --login microsoft.'],
  [{ oauth2ClientId: 'x' }, '--oauth2-client-id has no use with --login password.'],
])('%j: %s', async (changes, says) => {
  expect(await refused(changes)).toContain(says)
})

/** The last mailbox of the file, as the program reads it, and the next command. */
async function added(changes: Partial<MailboxFlags>) {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const file = join(folder, 'config.json')
  const next = await addToConfig(file, { ...flags, ...changes }, {})
  const { mailboxes } = loadConfig(file, {}, 'left')
  return { next, ...mailboxes.at(-1) }
}

test('a server may be named with its port, which says how it is encrypted', async () => {
  const it = await added({ imapHost: 'mail.acme.test:143', smtpHost: 'mail.acme.test:465' })
  expect(it).toMatchObject({
    imap: { host: 'mail.acme.test', port: 143, security: 'starttls' },
    smtp: { host: 'mail.acme.test', port: 465, security: 'tls' },
  })
})

describe('a mailbox without a password', () => {
  test('at Microsoft 365 needs no more than a client id', async () => {
    const it = await added({ ...oauth, imapHost: undefined, smtpHost: 'smtp.office365.com' })
    const oauth2 = { provider: 'microsoft', clientId: 'the-client', tenant: 'acme.test' }
    const user = 'sales@acme.test'
    expect(it).toMatchObject({
      next: 'ticketd mailbox authorize sales --device',
      imap: {
        host: 'outlook.office365.com',
        port: 993,
        user,
        oauth2: { ...oauth2, grant: 'user' },
      },
      smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls', user, oauth2 },
    })
  })

  test('of an application, where nobody has to sign in', async () => {
    const application = { oauth2Flow: 'application', oauth2ClientSecretFile: 'secret' }
    const { next, imap } = await added({ ...oauth, ...application })
    expect(next).toBeUndefined()
    expect(imap?.oauth2).toMatchObject({ grant: 'application', clientSecret: { file: 'secret' } })
  })

  test('at Google, with its host and a secret', async () => {
    const google = { login: 'google', oauth2ClientSecretEnv: 'S', imapHost: undefined }
    const { next, imap, smtp } = await added({ ...oauth, ...google })
    expect(next).toBe('ticketd mailbox authorize sales --browser')
    expect(imap).toMatchObject({ host: 'imap.gmail.com', oauth2: { clientSecret: { env: 'S' } } })
    expect(smtp).toBeUndefined()
  })

  test('at a provider that names its endpoints', async () => {
    const provider = await startProvider('sales@acme.test')
    const other = { login: 'other', oauth2Issuer: provider.url, oauth2Scopes: 'mail send' }
    const { imap } = await added({ ...oauth, ...other })
    expect(imap?.oauth2).toMatchObject(provider.settings({ scopes: ['mail', 'send'] }))
    await provider.stop()
    await expect(added({ ...oauth, ...other })).rejects.toMatchObject({
      code: 'oauth-unreachable',
      message: expect.stringContaining(`${provider.url} does not say where its tokens are`),
    })
  })
})
