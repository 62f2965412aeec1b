import type { Reader, Writer } from './database.ts'
import { getMeta, setMeta } from './meta.ts'

/** How the connection of a mailbox stands. */
export interface KnownConnection {
  connected: boolean
  /** UTC, ISO 8601; null: not known. */
  since: string | null
  /** One sentence, or null when all is well. */
  error: string | null
}

/** As the holder of the lease noted it last. */
interface Noted extends KnownConnection {
  /** Of the holder: a killed one leaves what is no longer so. */
  epoch: number
}

const PREFIX = 'mailbox/'

export async function noteConnection(
  writer: Writer,
  name: string,
  { connected, since, error }: KnownConnection,
  epoch: number,
): Promise<void> {
  const noted: Noted = { connected, since, error, epoch }
  await setMeta(writer, `${PREFIX}${name}`, noted)
}

/**
 * How a mailbox stands for the holder of this epoch; null: nobody holds the lease. Of what an
 * earlier one noted, only since when it was disconnected is still true.
 */
export async function findConnection(
  reader: Reader,
  name: string,
  epoch: number | null,
): Promise<KnownConnection> {
  const noted = await getMeta<Noted>(reader, `${PREFIX}${name}`)
  if (!noted) return { connected: false, since: null, error: null }
  const { connected, since, error } = noted
  if (noted.epoch === epoch) return { connected, since, error }
  return { connected: false, since: connected ? null : since, error: null }
}
