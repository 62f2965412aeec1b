import { Failure } from '../errors.ts'
import { compose } from './compose.ts'
import type { DeskFacts } from './context.ts'
import { around, noor, previewContext } from './example.ts'
import type { Draft, Notice } from './notice.ts'
import { HAPPENINGS, recipients } from './recipients.ts'
import type { Templates } from './templates.ts'

/**
 * The notice of a template as an example would have it; null when no happening uses the template.
 */
function exampleNotice(template: string): Notice | null {
  for (const happening of HAPPENINGS) {
    // Only what is answered to its writer needs one.
    for (const writer of [null, noor]) {
      const notices = recipients(happening, { ...around, writer })
      const notice = notices.find((one) => one.template === template)
      if (notice) return notice
    }
  }
  return null
}

/**
 * One template, filled with examples, as the mail that would leave, of the example's desk or yours.
 */
export function preview(
  templates: Templates,
  template: string,
  locale: string,
  desk?: DeskFacts,
): Draft {
  const notice = exampleNotice(template)
  if (!notice) {
    throw new Failure('template', `No mail uses a template ${template}.`, {
      advice: '`ticketd template list` shows all of them.',
    })
  }
  const context = previewContext(templates, template, locale)
  return compose(notice, { ...context, desk: { ...(desk ?? context.desk), locale } })
}

/** Renders every template in every language that it has, and tells what is wrong with them. */
export function faultsOf(templates: Templates): Failure[] {
  const faults: Failure[] = []
  for (const { name, languages } of templates.list()) {
    for (const language of languages) {
      try {
        preview(templates, name, language)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        faults.push(error)
      }
    }
  }
  return faults
}
