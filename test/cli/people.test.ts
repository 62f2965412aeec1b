import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type Desk, openCliDesk } from './process.ts'

jest.setTimeout(120_000)

let desk: Desk

beforeAll(() => {
  desk = openCliDesk()
})
afterAll(() => desk.close())

const run = async (line: string) => await desk.run(line.split(' '))

test('people are invited, given roles, shown, exported and erased', async () => {
  await desk.run([
    ...'account create --kind customer --model cloud --company Globex'.split(' '),
    ...['--decision-maker', 'Ana <ana@globex.test>'],
  ])
  const as = '--as ana@globex.test'
  expect(
    (await run(`contact add A-10001 --name Bo --email bo@globex.test --role user ${as}`)).code,
  ).toBe(0)
  const granted = await run(`contact grant A-10001 bo@globex.test phone-manager ${as}`)
  expect(granted.out).toBe('bo@globex.test on A-10001: user, phone-manager.\n')
  const refused = await run('contact grant A-10001 bo@globex.test boss super-user')
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('role "boss" is none of')
  expect(refused.err).toContain('role super-user is for partners')
  const shown = JSON.parse((await run('contact show bo@globex.test --json')).out)
  expect(shown).toMatchObject({ invitation: 'invited', source: null, active: true })

  const folder = join(desk.folder, 'bo')
  const exported = JSON.parse((await run(`contact export bo@globex.test ${folder} --json`)).out)
  expect(exported).toEqual({ address: 'bo@globex.test', folder, mails: 0 })
  expect(JSON.parse(readFileSync(join(folder, 'person.json'), 'utf8'))).toMatchObject({
    name: 'Bo',
  })
  expect(existsSync(join(folder, 'mails'))).toBe(true)
  expect((await run(`contact erase bo@globex.test --yes ${as}`)).code).toBe(1)
  expect((await run('contact erase bo@globex.test --yes')).out).toContain('Erased.')
  expect((await run('contact show bo@globex.test')).err).toContain('There is no contact')
})
