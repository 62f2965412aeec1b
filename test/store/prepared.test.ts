import { expect, test } from '@jest/globals'
import { prepared } from '../../src/store/prepared.ts'
import { openDesk } from '../engine/desk-site.ts'

test('a prepared query answers for each set of values, constants and repeated values included', async () => {
  const { desk, close } = await openDesk()
  const insert = prepared((db, v: { key: string; value: string }) =>
    db.insertInto('meta').values({ key: v.key, value: v.value }),
  )
  const between = prepared((db, v: { from: string; to: string; not: string }) =>
    db
      .selectFrom('meta')
      .select('value')
      .where('key', '>=', v.from)
      .where('key', '<=', v.to)
      .where('value', '!=', v.not)
      .where('value', '!=', v.from)
      .where('key', 'like', 'k%')
      .orderBy('key')
      .limit(2),
  )
  try {
    await desk.store.transact(async (writer) => {
      for (const n of [1, 2, 3, 4]) await insert(writer, { key: `k${n}`, value: `v${n}` })
      const ask = async (from: string, to: string, not: string) =>
        (await between(writer, { from, to, not })).rows.map((r) => r.value)
      expect(await ask('k1', 'k4', 'v1')).toEqual(['v2', 'v3'])
      expect(await ask('k3', 'k4', 'v1')).toEqual(['v3', 'v4'])
      expect(await ask('k5', 'k9', 'v1')).toEqual([])
    })
    expect((await between(desk.store.read, { from: 'k4', to: 'k4', not: '' })).rows).toEqual([
      { value: 'v4' },
    ])
  } finally {
    await close()
  }
})
