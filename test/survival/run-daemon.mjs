import { loadConfig } from '../../dist/src/config/load.js'
import { openKeys } from '../../dist/src/credentials/keys.js'
import { runDaemon } from '../../dist/src/engine/daemon.js'
import { killAt } from '../../dist/src/engine/kill-points.js'
import { signaturesWith } from '../../dist/src/engine/signatures.js'
import { createLog } from '../../dist/src/log.js'
import { loadTemplates } from '../../dist/src/notification/templates.js'
import { openStore } from '../../dist/src/store/database.js'

const config = loadConfig(process.argv[2], process.env)
const store = await openStore(config.store.path, { migrate: true })
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
await runDaemon(
  {
    config,
    store,
    signatures: signaturesWith(openKeys(config.store.key)),
    templates: loadTemplates(null),
    log: createLog(),
    now: Date.now,
  },
  stop.signal,
  killAt(process.env.TICKETD_KILL_AT),
)
await store.close()
