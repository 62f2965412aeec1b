import { existsSync, statSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { checkKept, refuseMissing } from '../../engine/missing-files.ts'
import { Failure } from '../../errors.ts'
import { rawFileOf } from '../../store/database.ts'
import { asStoreFailure } from '../../store/faults.ts'
import { faultsOf } from '../../store/integrity.ts'
import { counted } from '../show.ts'
import { type Finding, findingOf } from './finding.ts'

/** Whether both databases are whole, and for their owner only; reads all of them. */
export async function* checkFiles({ store }: Config): AsyncGenerator<Finding> {
  const files = [store.path, rawFileOf(store.path)].filter(existsSync)
  for (const file of files) {
    const read = () => refuseDamaged(file)
    yield (await findingOf('integrity', read, () => `${file} is whole.`)).finding
  }
  const open = files.filter((file) => (statSync(file).mode & 0o077) !== 0)
  if (open.length === 0) return
  const names = open.join(' ')
  const says = `Others on this machine can read the mail of customers: ${names}.`
  yield { check: 'files', status: 'warn', says, advice: `chmod 600 ${names}` }
}

/**
 * Whether the attachments are there that are kept as files; nothing where none should be. The store
 * can be read.
 */
export async function* checkAttachments({ store }: Config): AsyncGenerator<Finding> {
  const { value, finding } = await findingOf(
    'attachments',
    async () => {
      const { expected, missing } = await checkKept(store)
      refuseMissing(store, missing)
      return expected
    },
    (expected) => `${counted(expected, 'attachment')} that ${store.files} has to hold: all there.`,
  )
  if (value !== 0) yield finding
}

function refuseDamaged(file: string): void {
  let faults: string[]
  try {
    faults = faultsOf(file)
  } catch (error) {
    throw asStoreFailure(error, file)
  }
  if (faults.length === 0) return
  throw new Failure('store-foreign', `${file} is damaged: ${faults.join('; ')}.`, {
    advice: 'Stop the daemon and restore the store from a backup.',
  })
}
