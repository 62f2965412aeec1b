import { loadConfig } from '../../src/config/load.ts'
import { sendUpdatesDue } from '../../src/engine/due/updates.ts'
import { hold } from '../../src/engine/holder.ts'
import { silent } from '../../src/log.ts'
import { openStore } from '../../src/store/database.ts'
import { quietDesk } from '../engine/quiet-desk.ts'
import { median } from './median.ts'

/** How long the daemon looks for updates that are due, in ms, while none is. */
export async function timeSweep(configFile: string): Promise<number> {
  const config = loadConfig(configFile, {})
  const store = await openStore(config.store.path)
  const desk = quietDesk(config, store)
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
