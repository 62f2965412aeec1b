import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { newFolder } from '../../../src/engine/act/new-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'new-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a folder is made with those above it and in it, for its owner only', async () => {
  const place = path.join(folder, 'a', 'b', 'c')
  expect(await newFolder(place, ['mails'])).toBe(place)
  expect(readdirSync(place)).toEqual(['mails'])
  for (const made of ['a', 'a/b', 'a/b/c', 'a/b/c/mails']) {
    expect(statSync(path.join(folder, made)).mode & 0o777).toBe(0o700)
  }
})

test('an empty one is taken as it is, and what was begun there again', async () => {
  expect(await newFolder(folder, ['mails'])).toBe(folder)
  expect(await newFolder(folder, ['mails'])).toBe(folder)
})

test('below a file there is none', async () => {
  writeFileSync(path.join(folder, 'file'), '')
  const place = path.join(folder, 'file', 'x')
  const message = `The folder ${place} cannot be written (ENOTDIR).`
  await expect(newFolder(place, [])).rejects.toMatchObject({ code: 'folder', message })
})

const onLinux = existsSync('/proc/self') ? test : test.skip
onLinux('where a file system takes no folders, that is said', async () => {
  // Node's own recursive mkdir never returns here.
  for (const place of ['/proc/ticketd', '/proc/ticketd/export']) {
    const message = `The folder ${place} cannot be written (ENOENT).`
    await expect(newFolder(place, [])).rejects.toMatchObject({ code: 'folder', message })
  }
})
