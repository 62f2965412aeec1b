import type { Fetched } from '../mailbox/intake.ts'
import { type OnProgress, unseen } from '../progress.ts'
import type { OnStep } from './kill-points.ts'
import { type Observer, UNOBSERVED } from './monitoring/observe.ts'

/** Told how far one pass is: mails that came in, then mails that leave. */
export interface OnPass {
  taken: OnProgress
  sent: OnProgress
}

export const unseenPass: OnPass = { taken: unseen, sent: unseen }

export interface PassCount {
  onStep: OnStep
  observer: Observer
  /** So many more mails are to be taken: they wait in the store, or lie in a mailbox. */
  found(mails: number): void
  /** What was there before the start, or is gone, is not decided. */
  passedBy(batch: readonly Fetched[]): void
  /** So many mails wait to leave. */
  queued(mails: number): void
}

export function countPass(on: OnPass): PassCount {
  const taken = counter(on.taken)
  const sent = counter(on.sent)
  return {
    onStep(step) {
      if (step === 'outbox-sent') sent.done(1)
    },
    observer: { ...UNOBSERVED, decided: (fates) => taken.done(fates.length) },
    found: taken.more,
    passedBy: (batch) => taken.done(batch.filter(({ kind }) => kind !== 'mail').length),
    queued: sent.more,
  }
}

function counter(on: OnProgress): { more(count: number): void; done(count: number): void } {
  let done = 0
  let all = 0
  return {
    more(count) {
      all += count
    },
    done(count) {
      if (count === 0) return
      done += count
      // What a mail puts back is decided once more.
      all = Math.max(all, done)
      on(done, all)
    },
  }
}
