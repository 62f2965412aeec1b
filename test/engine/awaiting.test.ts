import { expect, test } from '@jest/globals'
import { findMail } from '../../src/store/ledger.ts'
import { openDesk } from './desk-site.ts'
import { give } from './goods.ts'

test('of several answers to one question the words of none are lost', async () => {
  const site = await openDesk({
    config: {
      contracts: { types: { Plain: {} } },
      departments: [
        { name: 'support', agents: ['agent@acme.test'], products: ['PBX'], contract: 'required' },
      ],
    },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  try {
    const ids = ['PBX-1', 'PBX-2']
    await give(site.desk, {
      account: 'A-10001',
      deployments: ids.map((id) => ({ id, product: 'PBX' })),
      contracts: [{ deployment: 'PBX-1', type: 'Plain', starts: '2026-06-01' }],
    })
    const write = async (subject: string, text: string) => {
      const head = `From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: ${subject}`
      return await site.arrive(Buffer.from(`${head}\r\n\r\n${text}\r\n`))
    }
    const asked = (await write('No tone', 'Nothing rings.')).told[0]?.draft.subject ?? ''
    const first = await write(asked, 'It is PBX-2, the one that stands in the cellar.')
    await site.takeUp()
    await write(asked, 'No, PBX-1, and the whole first floor hears nothing at all.')
    const row = await findMail(site.desk.store.read, first.ledgerId)
    expect(row).toMatchObject({
      outcome: 'held',
      reason: expect.stringContaining('has to read it'),
    })
    const [opened] = await site.takeUp()
    const [followed] = await site.takeUp()
    expect(opened?.outcome).toBe('opened')
    expect(followed).toMatchObject({ outcome: 'replied', ticket: opened?.ticket })
  } finally {
    await site.close()
  }
})
