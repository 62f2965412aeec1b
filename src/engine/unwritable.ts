import { Failure } from '../errors.ts'
import { faultsOf } from '../notification/preview.ts'
import type { Desk } from './desk.ts'
import { readTerms } from './terms.ts'

/**
 * A mail that cannot be written would cost the mail that caused it: better not to begin. Throws
 * Failure `template`, and those of the terms.
 */
export function refuseWhatCannotBeWritten({ config, templates }: Desk): void {
  readTerms(config)
  // To try all of them is a third of a start, and those of the product are tried by its tests.
  if (config.templates === undefined) return
  const faults = faultsOf(templates)
  if (faults.length === 0) return
  throw new Failure('template', faults.map((fault) => fault.message).join('\n'), {
    advice: 'Mend them; `ticketd template preview NAME` shows each.',
  })
}
