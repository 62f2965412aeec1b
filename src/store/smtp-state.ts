import type { Reader, Writer } from './database.ts'
import { listMeta, setMeta } from './meta.ts'

/** How an SMTP account stands, as the holder of the lease noted it last. */
export interface SmtpState {
  /** Why it sends nothing; null once it has sent something since. */
  trouble: string | null
  since: string
  /** Of the holder: what an earlier one met is no news. */
  epoch: number
}

const PREFIX = 'smtp/'

export async function noteSmtpState(
  writer: Writer,
  account: string,
  state: SmtpState,
): Promise<void> {
  await setMeta(writer, `${PREFIX}${account}`, state)
}

/** The accounts by which the holder of this epoch can send nothing at the moment. */
export async function listSmtpTroubles(
  reader: Reader,
  epoch: number,
): Promise<{ name: string; trouble: string; since: string }[]> {
  const noted = await listMeta<SmtpState>(reader, PREFIX)
  return noted.flatMap(({ key, value: { trouble, since, epoch: of } }) =>
    trouble === null || of !== epoch ? [] : [{ name: key.slice(PREFIX.length), trouble, since }],
  )
}
