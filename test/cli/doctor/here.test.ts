import { expect, test } from '@jest/globals'
import { checkSettings } from '../../../src/cli/doctor/here.ts'
import { inspectConfig } from '../../../src/config/load.ts'
import { changed } from '../../config/a-config.ts'

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
