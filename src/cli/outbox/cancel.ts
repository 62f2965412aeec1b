import type { Command } from 'commander'
import type { WaitingFilter } from '../../store/outbox-waiting.ts'
import { duration, oneOf, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { counted } from '../show.ts'
import { type SettleOptions, settle, settleCommand } from './settle.ts'

interface Options extends SettleOptions, Omit<WaitingFilter, 'since'> {
  all?: boolean
  since?: number
  yes?: boolean
}

/** `outbox cancel ID…`, and `outbox cancel --all` or with what narrows it. */
export function registerCancel(outbox: Command, io: Io): void {
  settleCommand(outbox, 'cancel', '[ids...]')
    .option('--all', 'all mails that wait to leave')
    .option(
      '--status <status>',
      'queued: what waits (the default); uncertain: what is in doubt',
      oneOf(['queued', 'uncertain']),
    )
    .option('--mailbox <name>', 'only mails that leave by this mailbox')
    .option('--template <name>', 'only mails made from this template')
    .option('--ticket <number>', 'only mails about this ticket', wholeNumber)
    .option('--since <duration>', 'only mails written since, such as 2h', duration)
    .option('--yes', 'do not ask')
    .action((ids: number[] | undefined, options: Options, command: Command) =>
      cancel(ids ?? [], options, command, io),
    )
}

async function cancel(
  ids: readonly number[],
  options: Options,
  command: Command,
  io: Io,
): Promise<void> {
  const { all, yes, as, json, ...narrowed } = options
  const filters = all || Object.keys(narrowed).length > 0
  if (filters && ids.length > 0) {
    return command.error('error: Either numbers, or --all and what narrows it, not both.')
  }
  if (ids.length > 0) return await settle('cancel', ids, options, command, io)
  if (!filters) {
    return command.error(
      'error: Which mails? Give their numbers, or --all, --status, --mailbox, --template, --ticket or --since.',
    )
  }
  const { cancelAll, countMeant } = await import('../../engine/act/cancel-waiting.ts')
  const cancelled = await withDesk(command, io, async (desk) => {
    const { since, ...rest } = narrowed
    const now = desk.now()
    const filter: WaitingFilter = {
      ...rest,
      ...(since !== undefined && { since: new Date(now - since).toISOString() }),
    }
    const count = await countMeant(desk, filter)
    if (count > 0 && !yes) await insist(count, io)
    return count === 0 ? [] : await cancelAll(desk, filter, as ?? null)
  })
  if (json) return printJson(io, { cancelled: cancelled.length, ids: cancelled })
  io.out(
    cancelled.length === 0
      ? 'Nothing to do: no such mail waits.\n'
      : `${counted(cancelled.length, 'mail')} will not be sent: \`${io.program ?? 'ticketd'} outbox list --status cancelled\`.\n`,
  )
}

/** So many at once are asked about; a script says that it means them. */
async function insist(count: number, io: Io): Promise<void> {
  const { Failure } = await import('../../errors.ts')
  const mails = counted(count, 'mail')
  if (!io.ask) {
    throw new Failure('stopped', `${mails} would be cancelled; nothing was done.`, {
      advice: 'Say that you mean it with --yes.',
    })
  }
  const answer = await io.ask(`Keep ${mails} from being sent? Type the number to go on: `)
  if (answer.trim() !== String(count)) {
    throw new Failure('stopped', 'Stopped; no mail was cancelled.')
  }
}
