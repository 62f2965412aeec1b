import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { soon } from '../../src/cli/soon.ts'
import { hold } from '../../src/engine/holder.ts'
import { silent } from '../../src/log.ts'
import { openSite } from '../engine/act/site.ts'
import type { DeskSite } from '../engine/desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

test('what waits for the daemon says whether one runs', async () => {
  const { desk } = site
  expect(await soon(desk)).toBe('as soon as the daemon runs: `ticketd run` or `ticketd poll`')
  const holder = await hold(desk.store, desk.now, silent)
  expect(await soon(desk)).toBe('in a moment: the daemon is running')
  await holder?.release()
  expect(await soon(desk)).toMatch(/^as soon as/)
})
