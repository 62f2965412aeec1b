import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readArchive, writeArchive } from '../../src/store/archive.ts'
import { readTarHeader, tarHeader } from '../../src/store/tar.ts'
import { mountMissing, mountSmall, unmountAll } from '../survival/small-disk.ts'
import { testWith } from '../survival/test-with.ts'

const NOW = Date.parse('2026-11-02T09:00:00Z')
let folder: string
let archive: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'archive-'))
  const parts = [
    { name: 'one', file: at('one') },
    { name: 'files/0/1/2', file: at('two') },
    { name: 'empty', file: at('empty') },
    { name: 'gone', file: at('gone') },
  ]
  writeFileSync(at('one'), 'a'.repeat(700))
  writeFileSync(at('two'), Buffer.from([0, 1, 255]))
  writeFileSync(at('empty'), '')
  archive = at('whole.tar')
  await writeArchive(archive, parts, NOW)
})
afterAll(() => rmSync(folder, { recursive: true }))

function at(name: string): string {
  return path.join(folder, name)
}

async function contents(file: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  await readArchive(file, async (name, pieces) => {
    const all: Buffer[] = []
    for await (const piece of pieces) all.push(piece)
    found[name] = Buffer.concat(all).toString('latin1')
  })
  return found
}

test('gives back what went in, without what was gone by then', async () => {
  expect(await contents(archive)).toEqual({
    one: 'a'.repeat(700),
    'files/0/1/2': '\x00\x01\xff',
    empty: '',
  })
  expect(statSync(archive).mode & 0o777).toBe(0o600)
})

testWith(mountMissing())('an archive whose last bytes the disk does not take is none', async () => {
  const disk = at('disk')
  mkdirSync(disk)
  mountSmall(disk, 1)
  try {
    const room = 11 * 4096
    writeFileSync(path.join(disk, 'ballast'), Buffer.alloc((1 << 20) - room))
    writeFileSync(at('most'), Buffer.alloc(room - 4 * 512))
    // Its beginning, its own, the beginning of the sums, the sums; the end is cut in the middle.
    const parts = [{ name: 'most', file: at('most') }]
    const writing = writeArchive(path.join(disk, 'whole.tar'), parts, NOW)
    await expect(writing).rejects.toMatchObject({ code: 'ENOSPC' })
  } finally {
    unmountAll()
  }
})

test('tar and sha256sum know it too', () => {
  const out = path.join(folder, 'out')
  execFileSync('sh', [
    '-c',
    `mkdir ${out} && tar xf ${archive} -C ${out} && cd ${out} && sha256sum -c SHA256SUMS`,
  ])
  expect(readFileSync(path.join(out, 'files/0/1/2'))).toEqual(Buffer.from([0, 1, 255]))
})

test('finds any bit that is not as it was written, and any end that is missing', async () => {
  const whole = readFileSync(archive)
  const broken = at('broken.tar')
  const refused = { code: 'backup-damaged' }
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length * 8 - 1), async (bit) => {
      const bytes = Buffer.from(whole)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      writeFileSync(broken, bytes)
      await expect(contents(broken)).rejects.toMatchObject(refused)
    }),
    { numRuns: 400 },
  )
  for (const length of [0, 1, 511, 512, 1000, 1024, whole.length - 512, whole.length - 1]) {
    writeFileSync(broken, whole.subarray(0, length))
    await expect(contents(broken)).rejects.toMatchObject(refused)
  }
  writeFileSync(broken, Buffer.concat([whole, Buffer.from('x')]))
  await expect(contents(broken)).rejects.toMatchObject(refused)
})

test('a header says what it was made of, also beyond 8 GB', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z\d/.]{1,99}$/),
      fc.nat({ max: 2 ** 45 }),
      fc.nat({ max: 2 ** 32 }),
      (name, size, modified) => {
        expect(readTarHeader(tarHeader({ name, size, modified }))).toEqual({ name, size, modified })
      },
    ),
  )
  expect(() => tarHeader({ name: 'a\nb', size: 0, modified: 0 })).toThrow('no name')
})
