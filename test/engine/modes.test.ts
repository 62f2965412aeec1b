import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { readTicket } from '../../src/cli/ticket/show.ts'
import { backUp } from '../../src/engine/act/backup.ts'
import { exportPerson } from '../../src/engine/act/export-person.ts'
import { exportTicket } from '../../src/engine/act/export-ticket.ts'
import { restoreBackup } from '../../src/engine/act/restore.ts'
import { keepFiles, keptPath } from '../../src/engine/kept-files.ts'
import { openDesk } from './desk-site.ts'

const MAIL = `From: ana@globex.test
To: support@acme.test
Subject: Phones
Message-ID: <1@globex.test>
Content-Type: multipart/mixed; boundary=b

--b

They ring.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=bill.pdf

PDF
--b--
`

/** Every file and folder below that somebody else could read or write. */
function open(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return below.filter((name) => (statSync(path.join(folder, name)).mode & 0o077) !== 0)
}

test('exports, kept files, backups and what they restore are for their owner only', async () => {
  const site = await openDesk({
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'modes-'))
  const before = process.umask(0)
  try {
    const { ticket, ledgerId } = await site.arrive(Buffer.from(MAIL.replaceAll('\n', '\r\n')))
    const { desk } = site
    const at = (name: string) => path.join(folder, name)
    const { store, config } = desk
    const { files } = config.store
    const read = await readTicket(store.read, config, ticket ?? 0)
    await exportTicket(store, files, read, at('ticket'))
    await exportPerson(desk, 'ana@globex.test', at('person'), null)
    await keepFiles(files, store.raw, { id: ledgerId, rawId: 1, positions: [0] })
    expect(keptPath(files, { ledgerId, position: 0 })).not.toBeNull()
    expect(open(files)).toEqual([])
    await backUp(config.store, at('backup.tar'), 0)
    const place = { path: at('again/ticketd.db'), files: at('again/files'), key: at('again/key') }
    await restoreBackup(place, at('backup.tar'), true)
    expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(12)
    expect(open(folder)).toEqual([])
    writeFileSync(at('open'), '')
    expect(open(folder)).toEqual(['open'])
  } finally {
    process.umask(before)
    rmSync(folder, { recursive: true })
    await site.close()
  }
})
