import type { Config } from '../../config/schema.ts'
import type { Facts } from '../../decision/facts.ts'
import { standingOfAddress } from '../../store/blocked.ts'
import type { Reader } from '../../store/database.ts'

/** One sign of life a day is believed, in milliseconds. */
const BELIEVED_EVERY = 86_400_000

/** Whether this address may write to the desk, and whether the desk can write to it. */
export async function gatherStanding(
  reader: Reader,
  config: Config,
  address: string,
  now: number,
): Promise<Pick<Facts, 'blocked' | 'suppressed'>> {
  if (address === '') return { blocked: null, suppressed: null }
  const { blocked, suppressed } = await standingOfAddress(reader, address)
  return {
    blocked: blockedByConfig(config, address) ?? (blocked && sentenceOn(blocked, address)),
    suppressed: suppressed && { liftable: isLiftable(suppressed.heardAt, now) },
  }
}

function blockedByConfig({ blocked }: Config, address: string): string | null {
  if (blocked.addresses.includes(address)) return `${address} is blocked`
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const found = blocked.domains.find((d) => domain === d || domain.endsWith(`.${d}`))
  return found ? `the domain ${found} is blocked` : null
}

function sentenceOn({ name, reason }: { name: string; reason: string | null }, address: string) {
  const what = name === address ? name : `the domain ${name}`
  return `${what} is blocked${reason === null ? '' : `: ${reason}`}`
}

function isLiftable(heardAt: string | null, now: number): boolean {
  return heardAt === null || Date.parse(heardAt) <= now - BELIEVED_EVERY
}
