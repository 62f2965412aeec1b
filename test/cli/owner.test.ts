import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openStoreOf } from '../../src/cli/open.ts'
import { refuseRoot } from '../../src/cli/owner.ts'
import type { Config } from '../../src/config/schema.ts'

/** A user who is not root, whoever runs the tests; no machine has a name for 54321. */
const me = process.geteuid?.() ?? 0
const other = me === 0 ? 54321 : me

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'owner-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function refusal(work: () => void) {
  try {
    work()
  } catch (error) {
    return error
  }
}

test("root is refused at another user's store, and told as whom to run it", () => {
  const store = path.join(folder, 'ticketd.db')
  writeFileSync(store, '')
  chownSync(store, other, -1)
  const found = refusal(() => refuseRoot(store, 0)) as { message: string; advice: string }
  expect(found).toMatchObject({ code: 'other-user' })
  expect(found.message).toMatch(/ticketd\.db belongs to .+, and you are root\.$/)
  expect(found.advice).toMatch(/^Run it as them: `sudo -u \S+ ticketd …`\.$/)
  expect(refusal(() => refuseRoot(store, other))).toBeUndefined()
})

test("root's own store is root's, and whoever may write another's may do so", () => {
  expect(refusal(() => refuseRoot('/ticketd.db', 0))).toBeUndefined()
  expect(refusal(() => refuseRoot(path.join(folder, 'ticketd.db'), 4711))).toBeUndefined()
})

test("root makes no store in another user's folder either", async () => {
  const home = path.join(folder, 'home')
  mkdirSync(home)
  chownSync(home, other, -1)
  const store = path.join(home, 'data', 'ticketd.db')
  expect(refusal(() => refuseRoot(store, 0))).toMatchObject({ code: 'other-user' })
  if (me !== 0) return
  await expect(openStoreOf({ store: { path: store } } as Config)).rejects.toMatchObject({
    message: `${home} belongs to user 54321, and you are root.`,
    advice: "Run it as them: `sudo -u '#54321' ticketd …`.",
  })
  expect(readdirSync(home)).toEqual([])
})
