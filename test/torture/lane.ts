import { storeFile } from '../survival/desk.ts'
import { faultsOfBooking } from './books.ts'
import { undisturbed } from './calm.ts'
import type { Chance } from './chance.ts'
import { chanceOf } from './chance.ts'
import { falsify } from './falsify.ts'
import { torture } from './rounds.ts'
import { openSite, type Site } from './site.ts'
import { differences, storyOf } from './story.ts'
import type { Tally } from './tally.ts'
import { faultsOfCommands, faultsOfTaking, judgeSending, lyingAt, type Sending } from './verdict.ts'
import { type Workload, workloadOf } from './workload.ts'

/** One desk that is tortured, and its likeness that nobody disturbs. */
export interface Lane {
  workload: Workload
  disturbed: Site
  torture(tally: Tally, told: () => void): Promise<void>
  /** The same mails and purchases once more, at a desk of its own. */
  repeat(): Promise<void>
  verdict(falsification: string | undefined): Promise<Verdict>
  /** Both, as far as they were opened. */
  sites(): Site[]
}

export interface Verdict {
  faults: string[]
  sending: Sending
  outcomes: string[]
}

export async function openLane(chance: Chance, kills: number): Promise<Lane> {
  // More customers than ever write, and room for what all of it comes to.
  const buyers = 10 + Math.ceil(kills / 2)
  const megabytes = 300 + Math.ceil(kills / 3)
  const workload = workloadOf(chanceOf(chance.below(2 ** 31)), buyers)
  const disturbed = await openSite(buyers, megabytes)
  const sites = [disturbed]
  return {
    workload,
    disturbed,
    sites: () => sites,
    torture: (tally, told) => torture(disturbed, workload, chance, kills, tally, told),
    async repeat() {
      const likeness = await openSite(buyers, megabytes)
      sites.push(likeness)
      await undisturbed(likeness, workload)
    },
    async verdict(falsification) {
      const { accepted, desk } = disturbed
      const { store, folder } = desk
      const { movements } = workload.sales
      const expected = await storyOf((sites.at(-1) as Site).desk.store)
      if (falsification) falsify(falsification, storeFile(folder), accepted)
      const sending = await judgeSending(store, accepted, kills)
      const rows = await store.read.selectFrom('ledger').select('outcome').execute()
      return {
        faults: [
          ...(await faultsOfTaking(store, await lyingAt(disturbed))),
          ...(await faultsOfCommands(disturbed, movements)),
          ...(await faultsOfBooking(store, movements)),
          ...differences(await storyOf(store), expected),
          ...sending.faults,
        ],
        sending,
        outcomes: rows.map(({ outcome }) => outcome ?? 'none'),
      }
    },
  }
}
