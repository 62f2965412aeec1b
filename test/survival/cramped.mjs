// The daemon with stores that may have no more than so many pages: `cramped.mjs CONFIG PAGES`.
import { loadConfig } from '../../dist/src/config/load.js'
import { openKeys } from '../../dist/src/credentials/keys.js'
import { runDaemon } from '../../dist/src/engine/daemon.js'
import { signaturesWith } from '../../dist/src/engine/signatures.js'
import { createLog } from '../../dist/src/log.js'
import { loadTemplates } from '../../dist/src/notification/templates.js'
import { openStore } from '../../dist/src/store/database.js'

const [file, maxPages] = process.argv.slice(2)
const config = loadConfig(file)
const store = await openStore(config.store.path, { maxPages: Number(maxPages) })
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
const signatures = signaturesWith(openKeys(config.store.key))
const desk = { config, store, signatures, templates: loadTemplates(null), log: createLog() }
await runDaemon({ ...desk, now: Date.now }, stop.signal)
await store.close()
