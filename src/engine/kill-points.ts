/** The steps of a letter between which the process may die; tests kill it at each of them. */
export const STEPS = [
  'fetched',
  'raw-committed',
  'ledger-committed',
  // In the thread that reads: one mail of a batch is read, and nobody was told.
  'mail-read',
  'parsed',
  'decided',
  'settled',
  'acknowledged',
  'acknowledgement-noted',
  // In the transaction that notes what leaves next, for all connections of an account.
  'outbox-claimed',
  'outbox-noted',
  // In the thread that reads: attachments are taken out for a mail that leaves, and
  // it has none of them.
  'attachments-taken',
  'outbox-sent',
  'outbox-settled',
] as const
export type StepName = (typeof STEPS)[number]

/** Told of every step as it is passed. */
export type OnStep = (step: StepName) => void

export const unwatched: OnStep = () => {}

/**
 * For tests of the promise: `TICKETD_KILL_AT=settled` ends the process by SIGKILL when the step is
 * passed, `settled:3` when it is passed for the third time.
 */
export function killAt(written: string | undefined): OnStep {
  if (!written) return unwatched
  const [step, nth = '1'] = written.split(':')
  let left = Number(nth)
  return (passed) => {
    if (passed === step && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
