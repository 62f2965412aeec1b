import { readFile } from 'node:fs/promises'
import { type Cursor, resume } from '../../src/mailbox/cursor.ts'
import type { ConnectionState, Fetched, FolderState, Intake } from '../../src/mailbox/intake.ts'

/** An intake that keeps everything in memory and decides every mail at once. */
export interface MemoryIntake extends Intake {
  cursor: Cursor | null
  begun: { folder: FolderState; resumption: string }[]
  batches: Fetched[][]
  /** The text of every mail, by UID, in the order of arrival. */
  texts: Map<number, string>
  acknowledgements: number[][]
  catchUps: number
  states: ConnectionState[]
  /** Says that something was decided. */
  tell: () => void
  /** Called at the beginning of every take. */
  onTake: (batch: Fetched[]) => unknown
}

export function memoryIntake(options: { ignoreBefore?: string } = {}): MemoryIntake {
  let waiting: number[] = []
  const intake: MemoryIntake = {
    cursor: null,
    begun: [],
    batches: [],
    texts: new Map(),
    acknowledgements: [],
    catchUps: 0,
    states: [],
    tell: () => {},
    onTake: () => {},
    async begin(folder) {
      const resumption = resume(intake.cursor, folder)
      intake.begun.push({ folder, resumption: resumption.kind })
      const after = resumption.kind === 'same' ? resumption.after : 0
      if (resumption.kind === 'reread') waiting = []
      intake.cursor = { uidValidity: folder.uidValidity, lastUid: after }
      return { after, ignoreBefore: options.ignoreBefore ?? null }
    },
    async take(batch) {
      await intake.onTake(batch)
      intake.batches.push(batch)
      for (const mail of batch) {
        if (intake.cursor) intake.cursor.lastUid = mail.uid
        if (mail.kind !== 'mail') continue
        const bytes = 'bytes' in mail.body ? mail.body.bytes : await readFile(mail.body.file)
        intake.texts.set(mail.uid, bytes.length > 100_000 ? `${bytes.length}` : bytes.toString())
        waiting.push(mail.uid)
      }
      intake.tell()
    },
    async caughtUp() {
      intake.catchUps += 1
    },
    async toAcknowledge(limit) {
      return waiting.slice(0, limit)
    },
    async acknowledged(uids) {
      intake.acknowledgements.push(uids)
      waiting = waiting.filter((uid) => !uids.includes(uid))
    },
    decided: (signal) =>
      new Promise((resolve) => {
        intake.tell = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      }),
    state(state) {
      intake.states.push(state)
    },
  }
  return intake
}
