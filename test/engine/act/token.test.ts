import { expect, test } from '@jest/globals'
import { giveToken, tokenIsRight } from '../../../src/engine/act/token.ts'
import { findAccount, setAccountState } from '../../../src/store/accounts.ts'
import { openDesk } from '../desk-site.ts'

test('a token is right for its own active account, with any white space around it', async () => {
  const site = await openDesk({ accounts: [{ company: 'Globex' }, { company: 'Initech' }] })
  const { store } = site.desk
  const globex = await findAccount(store.read, 'A-10001')
  const key = globex?.id ?? 0
  const token = await store.transact((writer) => giveToken(site.desk, writer, key))
  const right = (id: string, pasted: string) => tokenIsRight(store.read, id, pasted)
  expect(await right('A-10001', token)).toBe(true)
  expect(await right('a-10001', `\u00a0 ${token.slice(0, 20)}\n${token.slice(20)}\u200b\t`)).toBe(
    true,
  )
  expect(await right('A-10001', token.slice(1))).toBe(false)
  expect(await right('A-10002', token)).toBe(false)
  expect(await right('A-99999', token)).toBe(false)
  expect(await right('A-10002', '')).toBe(false)

  const next = await store.transact((writer) => giveToken(site.desk, writer, key))
  expect(await right('A-10001', token)).toBe(false)
  expect(await right('A-10001', next)).toBe(true)

  await store.transact((writer) => setAccountState(writer, key, 'pending'))
  expect(await right('A-10001', next)).toBe(false)
  await site.close()
})
