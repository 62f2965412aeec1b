import type { Config } from '../../src/config/schema.ts'
import { openKeys } from '../../src/credentials/keys.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { signaturesWith } from '../../src/engine/signatures.ts'
import { silent } from '../../src/log.ts'
import { loadTemplates } from '../../src/notification/templates.ts'
import type { Store } from '../../src/store/database.ts'

/** A desk as a command would open it, but silent, and sure of no signer of any mail. */
export function quietDesk(config: Config, store: Store): Desk {
  const keys = openKeys(config.store.key)
  return {
    config,
    store,
    keys,
    signatures: signaturesWith(keys),
    templates: loadTemplates(null),
    signersOf: async () => [],
    log: silent,
    now: Date.now,
  }
}
