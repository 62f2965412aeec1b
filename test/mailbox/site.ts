import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailbox as mailboxSchema } from '../../src/config/mailbox.ts'
import type { Mailbox } from '../../src/config/schema.ts'
import { silent } from '../../src/log.ts'
import type { Intake } from '../../src/mailbox/intake.ts'
import { type Patience, watch } from '../../src/mailbox/watch.ts'

/** A mailbox of a Dovecot on loopback, with everything else as a user would have it. */
export function mailboxAt(port: number, more: Record<string, unknown> = {}): Mailbox {
  const { imap, ...rest } = more
  return mailboxSchema.parse({
    name: 'support',
    address: 'support@acme.test',
    department: 'support',
    imap: {
      host: '127.0.0.1',
      port,
      security: 'none',
      user: 'support@acme.test',
      password: 'secret',
      timeout: '5s',
      ...(imap as object),
    },
    ...rest,
  }) as Mailbox
}

/** Delays of a second become some milliseconds. */
export const HASTY: Patience = {
  reconnect: { first: 20, most: 100 },
  refusedLogin: { first: 300, most: 2000 },
  random: () => 0,
}

export interface Watching {
  wake: () => void
  /** Ends the watch and waits for its end. */
  stop(): Promise<void>
}

export async function startWatch(
  mailbox: Mailbox,
  intake: Intake,
  patience = HASTY,
): Promise<Watching> {
  const spool = await mkdtemp(join(tmpdir(), 'spool-'))
  const over = new AbortController()
  const watching: Watching = {
    wake: () => {},
    async stop() {
      over.abort()
      await life
      await rm(spool, { recursive: true })
    },
  }
  const surroundings = {
    signal: over.signal,
    log: silent,
    now: Date.now,
    spool,
    wake: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        watching.wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
  const life = watch(mailbox, intake, surroundings, patience)
  return watching
}

export function mail(n: number, more = ''): string {
  return `Message-ID: <m${n}@customer.test>\r\nFrom: Ana <Ana@Customer.test>\r\nSubject: mail ${n}\r\n\r\nbody ${n}${more}\r\n`
}
