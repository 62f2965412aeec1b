import type { Mailbox } from '../config/schema.ts'
import { resume } from '../mailbox/cursor.ts'
import type { ConnectionState, Fetched, FolderState, Intake } from '../mailbox/intake.ts'
import type { Writer } from '../store/database.ts'
import {
  addMailbox,
  findMailbox,
  type MailboxPlace,
  type MailboxState,
  updateMailbox,
} from '../store/mailboxes.ts'
import { forgetUids, listUnacknowledged, markAcknowledged } from '../store/server-uids.ts'
import { type Desk, instant } from './desk.ts'
import type { Holder } from './holder.ts'
import { keep } from './keep.ts'
import type { OnStep } from './kill-points.ts'
import type { Line } from './line.ts'

/** What the engine is to one mailbox: where its mails go, and what is known of them. */
export interface EngineIntake extends Intake {
  /** Something of this mailbox was decided: the server may be told. */
  wake(): void
}

export function createIntake(
  desk: Desk,
  holder: Holder,
  line: Line,
  mailbox: Mailbox,
  on: {
    step: OnStep
    state: (state: ConnectionState) => void
    reread: (stored: MailboxState) => Promise<void>
  },
): EngineIntake {
  const place = placeOf(mailbox)
  const listeners = new Set<() => void>()
  let stored: MailboxState | null = null

  const current = async (): Promise<MailboxState> => {
    stored = (await findMailbox(desk.store.read, place)) ?? null
    if (!stored) throw new Error(`The mailbox ${mailbox.name} was not begun.`)
    return stored
  }

  return {
    async begin(folder) {
      stored = await holder.transact((writer) => beginOn(writer, desk, mailbox, folder))
      return { after: stored.lastUid, ignoreBefore: stored.ignoreBefore }
    },

    async take(batch) {
      const state = await current()
      const kept = await keep(
        desk.store,
        holder,
        state,
        batch.map((fetched) => withoutEarlier(fetched, state)),
        desk.now(),
        on.step,
      )
      // Raw mail is kept all the time; what a person was asked about is not decided. Asked anew: who
      // let it go on meanwhile has let go these too.
      const { halted, rereadSince } = await current()
      if (kept.length === 0 || halted !== null || rereadSince !== null) return
      const { room, settled } = line.accept(kept)
      // The file of a big mail goes when this resolves: it must have been read by then.
      await (kept.some((k) => 'file' in k.body) ? settled : room)
    },

    async caughtUp() {
      const state = await current()
      if (state.rereadSince !== null && state.halted === null) await on.reread(state)
    },

    async toAcknowledge(limit) {
      const state = stored ?? (await current())
      if (state.uidValidity === null) return []
      return await listUnacknowledged(desk.store.read, state.id, state.uidValidity, limit)
    },

    async acknowledged(uids) {
      on.step('acknowledged')
      const state = stored ?? (await current())
      const { id, uidValidity } = state
      if (uidValidity === null) return
      await holder.transact((writer) => markAcknowledged(writer, id, uidValidity, uids))
      on.step('acknowledgement-noted')
    },

    decided(signal) {
      return new Promise((resolve) => {
        const done = () => {
          listeners.delete(done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        listeners.add(done)
        signal.addEventListener('abort', done)
        if (signal.aborted) done()
      })
    },

    state: on.state,

    wake() {
      for (const listener of [...listeners]) listener()
    },
  }
}

/** The mailbox as it is known, or from now on; to be read again where the server has counted anew. */
async function beginOn(
  writer: Writer,
  desk: Desk,
  mailbox: Mailbox,
  folder: FolderState,
): Promise<MailboxState> {
  const place = placeOf(mailbox)
  const known = await findMailbox(writer, place)
  if (!known) return await addMailbox(writer, place, firstSight(mailbox, folder, desk.now()))
  const { id, uidValidity, lastUid } = known
  const resumption = resume(uidValidity === null ? null : { uidValidity, lastUid }, folder)
  const isReread = resumption.kind === 'reread'
  if (isReread) {
    desk.log.warn({ mailbox: mailbox.name }, `reading again: ${resumption.because}`)
    // A restored server may give out UIDs for the second time under a UIDVALIDITY that we know.
    await forgetUids(writer, id, folder.uidValidity)
  }
  const change = isReread ? fromTheStart(folder, desk.now()) : {}
  await updateMailbox(writer, id, { name: mailbox.name, ...change })
  return { ...known, name: mailbox.name, ...change }
}

function fromTheStart({ uidValidity }: FolderState, now: number) {
  return { uidValidity, lastUid: 0, startUid: null, rereadSince: instant(now) }
}

export function placeOf(mailbox: Mailbox): MailboxPlace {
  const source = `${mailbox.imap.user}@${mailbox.imap.host}`.toLowerCase()
  return { source, folder: mailbox.folder, name: mailbox.name }
}

/** Fixes for good from when on this mailbox counts. */
function firstSight(mailbox: Mailbox, folder: FolderState, now: number) {
  const { start } = mailbox
  // INTERNALDATE knows whole seconds only; within the first one the UID decides.
  const wholeSecond = instant(Math.floor(now / 1000) * 1000)
  return {
    firstSeenAt: instant(now),
    uidValidity: folder.uidValidity,
    startUid: start === 'now' ? folder.uidNext : null,
    ignoreBefore: start === 'now' ? wholeSecond : start === 'all' ? null : start,
    quietBefore: start === 'now' ? null : instant(now - mailbox.quietBefore),
  }
}

/**
 * With `start: now` a mail that lay there at first sight causes nothing, in
 * whichever second it came.
 */
function withoutEarlier(fetched: Fetched, state: MailboxState): Fetched {
  if (fetched.kind !== 'mail' || state.startUid === null || fetched.uid >= state.startUid) {
    return fetched
  }
  const { uid, internalDate, size } = fetched
  return {
    kind: 'before-start',
    uid,
    internalDate,
    size,
    messageId: null,
    from: null,
    subject: null,
  }
}
