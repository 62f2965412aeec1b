import { parseArgs } from 'node:util'
import { FALSIFICATIONS } from './falsify.ts'

export const USAGE = `npm run torture [-- FLAGS]

  --kills N         so many kills (200, with --long 2000); --kills 10 takes half a minute
  --long            a long run
  --seed N          repeats the mails and the troubles of the run that printed it
  --falsify NAME    spoils the books before they are judged, which must be found:
                    ${Object.keys(FALSIFICATIONS).join(', ')}
`

export interface Flags {
  kills: number
  seed: number
  falsify: string | undefined
}

/** What the command line asks for: a run, or the usage, after a fault where there is one. */
export function flagsOf(words: string[]): Flags | { fault: string | null } {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        long: { type: 'boolean', default: false },
        kills: { type: 'string' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        falsify: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { fault: null }
    const { seed, falsify, long, kills = long ? '2000' : '200' } = values
    if (!/^[1-9]\d*$/.test(kills)) return { fault: '--kills must be a number above 0.' }
    if (!/^\d+$/.test(seed)) return { fault: '--seed must be a number.' }
    if (falsify !== undefined && !(falsify in FALSIFICATIONS)) {
      return { fault: `--falsify knows no "${falsify}".` }
    }
    return { kills: Number(kills), seed: Number(seed), falsify }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}
