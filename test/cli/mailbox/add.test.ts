import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { addToConfig, type MailboxFlags } from '../../../src/cli/mailbox/add.ts'
import { smallest } from '../../config/a-config.ts'
import { atDesk } from '../ticketd.ts'

const flags = {
  name: 'sales',
  address: 'sales@acme.test',
  department: 'support',
  imapHost: 'imap.acme.test',
  imapPassword: 'secret',
}

/** What is said against these flags, and whether the file stays as it was. */
function refused(changes: Partial<MailboxFlags>): string {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const file = join(folder, 'config.json')
  try {
    addToConfig(file, { ...flags, ...changes }, {})
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
    { imapPassword: undefined as never, imapPasswordEnv: '', imapPasswordFile: 'p' },
    '--imap-password-env and --imap-password-file cannot be given together; --imap-password-env must not be empty.',
  ],
  [{ imapPassword: '' }, '--imap-password must not be empty.'],
  [{ imapPassword: '(secret)' }, '--imap-password is what stands in place of a secret.'],
  [
    { imapPassword: undefined as never },
    'The password is missing: --imap-password-env or -file names it.',
  ],
])('%j: %s', (changes, says) => {
  expect(refused(changes)).toContain(says)
})
