import { type Capacity, commandsOf, mayCommand } from '../account/command-rights.ts'
import { WHYS } from '../decision/commanded.ts'
import { keptShare } from '../ticket/cadence-report.ts'
import { TICKET_COMMANDS } from '../ticket/commands.ts'
import { cadenceBars } from './cadence-chart.ts'
import type { ComposeContext } from './context.ts'
import { showEvery, showPeriod } from './locale.ts'
import type { Notice } from './notice.ts'
import { harmless } from './plain.ts'

const MINUTE = 60_000

/** What templates may name about the work on a ticket. */
export function workFields(
  notice: Notice,
  context: ComposeContext,
  language: string,
  instant: (at: string) => string,
) {
  const { refusals = [], change = null, other = null, every = null, update = null } = context
  const capacity = context.capacity ?? capacityOf(notice, context)
  return {
    may: rightsOf(capacity),
    commandCount: capacity === null ? 0 : commandsOf(capacity).length,
    refusals: refusals.map(({ line, why, form }) => ({
      line: harmless(line, 200),
      ...Object.fromEntries(WHYS.map((one) => [camelled(one), one === why])),
      // Not only whether the form is wrong: the right one.
      form,
    })),
    change,
    other: other && {
      number: other.number,
      tag: `[${context.desk.tag}#${other.number}]`,
      subject: harmless(other.subject, 100),
    },
    cadence: context.cadence ? cadenceFields(context.cadence, language, instant) : null,
    every: every === null ? null : showEvery(every, language),
    update: update && {
      from: instant(update.from),
      due: instant(update.due),
      missed: update.missed,
      several: update.missed > 1,
    },
  }
}

function cadenceFields(
  { from, to, report }: NonNullable<ComposeContext['cadence']>,
  language: string,
  instant: (at: string) => string,
) {
  const { lines, total } = report
  return {
    from: instant(from),
    to: instant(to),
    promised: total.promised,
    kept: total.kept,
    missed: total.missed,
    share: keptShare(total),
    bars: cadenceBars(lines),
    lines: lines.map((line) => ({
      ...line,
      isPlan: line.pace === 'plan',
      worst:
        line.worst === 0 ? null : showPeriod(Math.ceil(line.worst / MINUTE) * MINUTE, language),
    })),
  }
}

/**
 * The commands by name, each with whether this reader may use it. The same for
 * every mail: made once.
 */
const RIGHTS = new Map<Capacity | null, Record<string, boolean>>()

function rightsOf(capacity: Capacity | null): Record<string, boolean> {
  const known =
    RIGHTS.get(capacity) ??
    Object.fromEntries(
      TICKET_COMMANDS.map((name) => [name, capacity !== null && mayCommand(capacity, name)]),
    )
  RIGHTS.set(capacity, known)
  return known
}

/** A reader of a mail about a ticket whose audience says who they are. */
function capacityOf({ audience }: Notice, { ticket }: ComposeContext): Capacity | null {
  if (!ticket || audience === 'customer') return null
  if (ticket.supportSide === 'contacts') return 'contact'
  return audience === 'vendor' ? 'agent' : 'contact-beside'
}

/** `not-allowed` is `notAllowed` in a template. */
function camelled(word: string): string {
  return word.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
