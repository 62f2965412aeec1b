import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { checkPrivacy, checkSettings } from '../../../src/cli/doctor/here.ts'
import { inspectConfig } from '../../../src/config/load.ts'
import { changed, smallest } from '../../config/a-config.ts'
import { atDesk } from '../ticketd.ts'

function warnedOf(path: (string | number)[], value: unknown): string[] {
  const checked = inspectConfig(changed(path, value), '/desk/config.json', {})
  if (!('config' in checked)) throw new Error('a valid configuration is needed')
  return [...checkSettings(checked.config)].map(({ check, says }) => `${check}: ${says}`)
}

test.each([
  ['imap', ['mailboxes', 0, 'imap', 'verifyCertificate'], 'imap.acme.test:993'],
  ['smtp', ['smtp', 'verifyCertificate'], 'smtp.acme.test:465'],
])('a certificate that nobody looks at is told: %s', (_title, path, server) => {
  const told = expect.stringContaining(`the certificate of ${server}:`)
  expect(warnedOf(path, false)).toContainEqual(told)
  expect(warnedOf(path, true)).not.toContainEqual(told)
})

test.each<[string, object, number, boolean]>([
  ['passwords for everybody', smallest(), 0o644, true],
  ['passwords for the owner', smallest(), 0o600, false],
  ['passwords for a group', smallest(), 0o640, false],
  [
    'no password',
    { smtp: { password: { file: 'smtp' }, dkim: { privateKey: { env: 'KEY' } } } },
    0o644,
    false,
  ],
  ['a key', { smtp: { dkim: { privateKey: 'PEM' } } }, 0o644, true],
])('a configuration file with %s', (_title, written, mode, isWarned) => {
  const file = join(atDesk({ 'config.json': JSON.stringify(written) }), 'config.json')
  chmodSync(file, mode)
  const told = [...checkPrivacy(file)].map(({ says }) => says)
  expect(told).toEqual(isWarned ? [expect.stringContaining(file)] : [])
})
