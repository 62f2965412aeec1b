import type { Config } from '../../config/schema.ts'
import { createParsePool } from '../../engine/parse-pool.ts'
import { Failure, sentence } from '../../errors.ts'
import type { RawStore } from '../../store/raw.ts'

/** What a mail says that became part of nothing: whoever decides about it has to read it. */
export interface Words {
  text: string
  attachments: { name: string; type: string; size: number }[]
}

/** Reads it away from this thread, with the usual deadline: it may have been written to do harm. */
export async function readWords(config: Config, raw: RawStore, rawId: number): Promise<Words> {
  const pool = createParsePool(config.parse)
  try {
    const [mail] = await pool.parse([{ bytes: raw.bytes(rawId) ?? Buffer.alloc(0) }])
    if (!mail || mail instanceof Failure) throw mail ?? new Error('there was no answer')
    const attachments = mail.attachments.map(({ name, type, size }) => ({ name, type, size }))
    return { text: mail.text.trim(), attachments }
  } catch (error) {
    return { text: `(It cannot be read: ${sentence(error)}.)`, attachments: [] }
  } finally {
    await pool.close()
  }
}
