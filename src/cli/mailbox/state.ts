import type { Config } from '../../config/schema.ts'
import { findConnection } from '../../store/connection-state.ts'
import type { Reader } from '../../store/database.ts'
import { listMailboxes } from '../../store/mailboxes.ts'
import { lastArrival } from '../../store/status.ts'

/**
 * What is known of every mailbox of the configuration, as `mailbox list` and `status` print it;
 * `lease` is of the daemon that works now.
 */
export async function readMailboxes(
  reader: Reader,
  config: Config,
  lease: { epoch: number } | null,
) {
  const stored = await listMailboxes(reader)
  return await Promise.all(
    config.mailboxes.map(async ({ name, address, department, folder, imap }) => {
      const state = await findConnection(reader, name, lease?.epoch ?? null)
      const folders = stored.filter((one) => one.name === name)
      const arrivals = await Promise.all(folders.map((one) => lastArrival(reader, one)))
      return {
        name,
        address,
        department,
        server: `${imap.user} at ${imap.host}:${imap.port}`,
        folder,
        ...state,
        halted: folders.find((one) => one.halted !== null)?.halted ?? null,
        lastMail:
          arrivals
            .filter((at) => at !== null)
            .sort()
            .at(-1) ?? null,
      }
    }),
  )
}

export type ReadMailbox = Awaited<ReturnType<typeof readMailboxes>>[number]

/** How a mailbox stands, in words. */
export function standsHow(mailbox: ReadMailbox, running: boolean): string {
  if (mailbox.halted !== null) return `stopped: ${mailbox.halted}`
  if (!running) return 'not watched'
  if (mailbox.connected) return 'connected'
  return mailbox.error ?? 'not connected'
}
