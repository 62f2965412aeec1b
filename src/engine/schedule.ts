import { codeOf, isTemporary, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import { jobAt } from './job.ts'

/** What the daemon does again and again; each is done by the engine, here stands only when. */
export interface Work {
  renewLease(): Promise<void>
  noticeCommands(): Promise<void>
  emptyBodies(): Promise<void>
  forgetAnswers(): Promise<void>
  sweepRawOrphans(): Promise<void>
  lookAtFolders(): Promise<void>
  sendHeldDigests(): Promise<void>
  sweepLapsed(): Promise<void>
  closeImported(): Promise<void>
  sendBundles(): Promise<void>
  sendUpdatesDue(): Promise<void>
  sendCadenceReport(): Promise<void>
  tellOfQuarantined(): Promise<void>
  tellOfDoubts(): Promise<void>
  tellOfRefusedSignIns(): Promise<void>
  takeUpDirectories(): Promise<void>
  sendCoverReminders(): Promise<void>
  sendCreditStatements(): Promise<void>
  sweepOutdated(): Promise<void>
}

/**
 * All recurring work. Times are cron expressions, with seconds first where there are six fields.
 */
const TABLE: { [Name in keyof Work]: { at: string; why: string } } = {
  renewLease: { at: '*/5 * * * * *', why: 'nobody else may take over while we live' },
  noticeCommands: { at: '* * * * * *', why: 'commands only write rows; we act on them' },
  emptyBodies: { at: '17 * * * *', why: 'texts of mails sent long ago are not kept' },
  forgetAnswers: { at: '23 * * * *', why: 'limits look back one day' },
  sweepRawOrphans: { at: '41 3 * * *', why: 'raw mail whose ledger row never came' },
  sendHeldDigests: { at: '*/5 * * * *', why: 'who may decide about a mail hears daily what waits' },
  sweepLapsed: { at: '47 * * * * *', why: 'nobody is waited for without end' },
  closeImported: { at: '*/10 * * * * *', why: 'what ended long ago is not open' },
  sendBundles: { at: '31 * * * * *', why: 'reopenings in quick succession are told together' },
  tellOfQuarantined: { at: '11 * * * * *', why: 'a mail that was set aside waits for a person' },
  tellOfDoubts: { at: '*/2 * * * * *', why: 'a mail in doubt waits for a person' },
  tellOfRefusedSignIns: { at: '*/2 * * * * *', why: 'a mailbox without its sign-in stands still' },
  takeUpDirectories: { at: '* * * * * *', why: 'users and services are due by their own periods' },
  sendUpdatesDue: { at: '*/3 * * * * *', why: 'customers are promised to hear from us in time' },
  sendCoverReminders: {
    at: '*/5 * * * *',
    why: 'nobody finds out at the fault that a cover ended',
  },
  sendCreditStatements: { at: '*/5 * * * *', why: 'a year of credits is accounted for, once' },
  sendCadenceReport: { at: '3-59/5 * * * *', why: 'what was promised and kept, once a month' },
  sweepOutdated: { at: '29 2 * * *', why: 'nothing is kept for longer than the policy says' },
  lookAtFolders: { at: '7 4 * * *', why: 'the server is told what it has not been told' },
}

const SECOND = 1000

/** Starts all of it; `polls` are the times of mailboxes that have a cron expression. */
export function startSchedule(
  work: Work,
  polls: { name: string; at: string; look: () => void }[],
  log: Log,
): { stop(): Promise<void> } {
  const jobs = [
    ...Object.entries(TABLE).map(([name, { at }]) =>
      jobAt(at, () => attempt(name, work[name as keyof Work], log)),
    ),
    ...polls.map(({ at, look }) => jobAt(at, async () => look())),
  ]
  let timer: NodeJS.Timeout
  const askAll = () => {
    for (const job of jobs) job.ask(Date.now())
    wait()
  }
  const wait = () => {
    timer = setTimeout(askAll, SECOND - (Date.now() % SECOND))
  }
  wait()
  return {
    async stop() {
      clearTimeout(timer)
      await Promise.all(jobs.map((job) => job.end()))
    },
  }
}

/** What fails now is tried again at its next time. */
async function attempt(name: string, work: () => Promise<void>, log: Log): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (codeOf(error) === 'lease-lost') return
    const level = isTemporary(error) ? 'warn' : 'error'
    log[level]({ work: name, code: codeOf(error) }, sentence(error))
  }
}
