import { loadConfig } from '../../src/config/load.ts'
import { openKeys } from '../../src/credentials/keys.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { sendUpdatesDue } from '../../src/engine/due/updates.ts'
import { hold } from '../../src/engine/holder.ts'
import { signaturesWith } from '../../src/engine/signatures.ts'
import { silent } from '../../src/log.ts'
import { loadTemplates } from '../../src/notification/templates.ts'
import { openStore } from '../../src/store/database.ts'
import { median } from './median.ts'

/** How long the daemon looks for updates that are due, in ms, while none is. */
export async function timeSweep(configFile: string): Promise<number> {
  const config = loadConfig(configFile, {})
  const store = await openStore(config.store.path)
  const keys = openKeys(config.store.key)
  const desk: Desk = {
    config,
    store,
    signatures: signaturesWith(keys),
    keys,
    templates: loadTemplates(null),
    signersOf: async () => [],
    log: silent,
    now: Date.now,
  }
  try {
    const holder = await hold(store, Date.now, silent)
    if (!holder) throw new Error('another process works with this store')
    const times: number[] = []
    for (let i = 0; i < 5; i++) {
      const began = performance.now()
      const told = await sendUpdatesDue(desk, holder)
      times.push(performance.now() - began)
      if (told > 0) throw new Error(`${told} updates were due`)
    }
    await holder.release()
    return median(times)
  } finally {
    await store.close()
  }
}
