import { expect, test } from '@jest/globals'
import { blockedItems, blockSender, unblockSender } from '../../src/engine/act/blocking.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const written = {
  accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  config: { blocked: { addresses: ['eve@evil.test'], domains: [] } },
}

async function withDesk(work: (site: DeskSite) => Promise<void>): Promise<void> {
  const site = await openDesk(written)
  try {
    await work(site)
  } finally {
    await site.close()
  }
}

let count = 0
async function outcomeOf(site: DeskSite, from: string): Promise<string> {
  count++
  const mail = `From: ${from}\r\nTo: support@acme.test\r\nSubject: Question ${count}\r\nMessage-ID: <blocking${count}@mailer.test>\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\n\r\nThis is question ${count}.\r\n`
  const { outcome, reason } = await site.arrive(Buffer.from(mail))
  return `${outcome}: ${reason}`
}

test('an address, or a domain and all below it, is refused until it is unblocked', async () => {
  await withDesk(async (site) => {
    await blockSender(site.desk, 'Ana@Globex.test', 'writes nonsense', 'agent@acme.test')
    await blockSender(site.desk, '*.spam.test', null, null)
    expect(await outcomeOf(site, 'ana@globex.test')).toBe(
      'refused: ana@globex.test is blocked: writes nonsense',
    )
    for (const from of ['x@spam.test', 'y@a.spam.test', 'z@a.b.c.d.e.spam.test']) {
      expect(await outcomeOf(site, from)).toBe('refused: the domain spam.test is blocked')
    }
    for (const from of ['x@notspam.test', 'x@spam.test.org', 'bob@globex.test']) {
      expect(await outcomeOf(site, from)).toMatch(/^held: unknown address/)
    }
    expect(await outcomeOf(site, 'eve@evil.test')).toBe('refused: eve@evil.test is blocked')
    expect(
      (await blockedItems(site.desk.store.read, site.desk.config, 10)).map(
        ({ name, actor, reason }) => [name, actor, reason],
      ),
    ).toEqual([
      ['eve@evil.test', 'configuration', null],
      ['ana@globex.test', 'agent@acme.test', 'writes nonsense'],
      ['spam.test', 'operator', null],
    ])
    await unblockSender(site.desk, 'ana@globex.test', null)
    expect(await outcomeOf(site, 'ana@globex.test')).toMatch(/^opened/)
  })
})

test.each([
  ['twice', 'spam.test', null, /^spam\.test is blocked already/],
  ['nonsense', 'not a domain', null, /neither an address nor a domain/],
  ['our own mailbox', 'support@acme.test', null, /who is one of us/],
  ['the domain of our agents', 'acme.test', null, /who is one of us/],
  ['what lies above our own domain', 'test', null, /neither an address nor a domain/],
  ['by a customer', 'x.test', 'ana@globex.test', /may/],
])('it is refused to block %s', async (_, name, as, sentence) => {
  await withDesk(async (site) => {
    await blockSender(site.desk, 'spam.test', null, null)
    await expect(blockSender(site.desk, name, null, as)).rejects.toThrow(sentence)
  })
})

test('what is not blocked, or is by the configuration, is not unblocked', async () => {
  await withDesk(async (site) => {
    await expect(unblockSender(site.desk, 'x.test', null)).rejects.toThrow('x.test is not blocked.')
    await expect(unblockSender(site.desk, 'eve@evil.test', null)).rejects.toThrow(
      'by the configuration',
    )
  })
})
