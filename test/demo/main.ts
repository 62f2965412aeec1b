import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDesk, SUPPORT } from './desk.ts'
import { NotMet } from './expect.ts'
import { sayHowToTakePart } from './keep.ts'
import { startMailHost } from './mail-host.ts'
import { openMailProgram } from './person.ts'
import { bad, good, note, title } from './show.ts'
import { DEATH, play } from './story.ts'
import { summarise } from './summary.ts'

/**
 * `npm run demo [-- --keep]`: the way of a letter, played on a mail host in this process with the real
 * daemon beside it. Ends with 0 when everything went as told, else with 1 and what did not.
 */
const LONGEST = 60_000
const PEOPLE = {
  ana: ['Ana Ruiz', 'ana@globex.test'],
  paul: ['Paul Weber', 'paul@partner.test'],
  olivia: ['Olivia Chen', 'olivia@acme.test'],
  mallory: ['Mallory', 'mallory@elsewhere.test'],
} as const

// hoodiecrow is of the days of `new Buffer`.
process.noDeprecation = true
const began = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'ticketd-demo-'))
const addresses = Object.values(PEOPLE).map(([, address]) => address)
const host = await startMailHost([SUPPORT, ...addresses])
const desk = makeDesk(folder, host, PEOPLE.olivia[1])
const stays = process.argv.includes('--keep')
let played = false
const tooLong = setTimeout(() => finish(1, 'The story took too long.'), LONGEST)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => (played ? finish(0) : finish(1, 'Stopped.')))
}

try {
  title('ticketd: the way of a letter')
  note(`Everything happens on 127.0.0.1 and in ${folder}`)
  const cast = {
    ana: await openMailProgram(host, ...PEOPLE.ana),
    paul: await openMailProgram(host, ...PEOPLE.paul),
    olivia: await openMailProgram(host, ...PEOPLE.olivia),
    mallory: await openMailProgram(host, ...PEOPLE.mallory),
  }
  await desk.start(DEATH)
  await play(desk, cast)
  await summarise(desk, host, Object.values(cast))
  good(`all of it in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  clearTimeout(tooLong)
  played = true
  for (const person of Object.values(cast)) await person.leave()
  if (stays) sayHowToTakePart(desk, host, PEOPLE)
  else await finish(0)
} catch (error) {
  const words = error instanceof Error ? error.message : String(error)
  await finish(1, error instanceof NotMet ? `Not as it should be: ${words}` : words)
}

async function finish(code: 0 | 1, why?: string): Promise<void> {
  await desk.stop()
  host.stop()
  if (why !== undefined) bad(`${why}\n  The log and the store are in ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
  process.exit(code)
}
