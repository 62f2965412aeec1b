import { setImmediate } from 'node:timers/promises'
import { forgetAnswers } from '../../store/answers.ts'
import { rawsKnown } from '../../store/ledger-look-up.ts'
import { emptyBodies } from '../../store/outbox-view.ts'
import { forgetDrafts } from '../../store/registration-drafts.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DRAFTS_KEPT = 14 * DAY
const PAGE = 500

/** Texts of mails that were sent long ago; their rows stay. */
export async function sweepBodies(desk: Desk, holder: Holder): Promise<void> {
  const before = instant(desk.now() - desk.config.outbox.keepBodies)
  let after: number | null = 0
  while (after !== null) {
    const from: number = after
    after = await holder.transact((writer) => emptyBodies(writer, before, from, PAGE))
  }
}

export async function sweepAnswers(desk: Desk, holder: Holder): Promise<void> {
  await holder.transact((writer) => forgetAnswers(writer, instant(desk.now() - 2 * DAY)))
}

/** Registrations whose terms nobody accepted: they leave no trace. */
export async function sweepDrafts(desk: Desk, holder: Holder): Promise<void> {
  await holder.transact((writer) => forgetDrafts(writer, instant(desk.now() - DRAFTS_KEPT)))
}

/**
 * Raw mail whose ledger row never came: the process died between the two commits,
 * and fetched it again.
 */
export async function sweepRawOrphans(desk: Desk): Promise<number> {
  const { raw, read } = desk.store
  const before = instant(desk.now() - HOUR)
  let swept = 0
  let after = 0
  for (;;) {
    const ids = raw.idsBefore(before, after, PAGE)
    const last = ids.at(-1)
    if (last === undefined) return swept
    const known = await rawsKnown(read, ids)
    const orphans = ids.filter((id) => !known.has(id))
    raw.remove(orphans)
    swept += orphans.length
    after = last
    // The store answers without leaving its turn: among a million mails all else would wait.
    await setImmediate()
  }
}
