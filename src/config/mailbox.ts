import { validate } from 'node-cron'
import { z } from 'zod'
import { imap, smtp } from './connection.ts'
import {
  address,
  addresses,
  authservIds,
  choice,
  count,
  duration,
  flag,
  name,
  start,
  text,
} from './options.ts'
import { DURATION, parseDuration } from './values.ts'

/**
 * When to look for mail besides IDLE: every so many milliseconds, or at the times
 * of a cron expression.
 */
export type Poll = { every: number } | { cron: string }

const done = z
  .strictObject({
    action: choice('keep changes nothing, seen sets the flag, move puts it into a folder.', [
      'keep',
      'seen',
      'move',
    ]).prefault('seen'),
    folder: text('Where move puts it.').optional(),
  })
  .meta({ description: 'What happens on the server to a mail that has been dealt with.' })

const poll = z
  .string()
  .trim()
  .refine(
    (written) => atLeast100ms(written) || (!DURATION.test(written) && validate(written)),
    'must be a duration from 100ms to 1d or a cron expression such as */5 * * * *',
  )
  .transform((written): Poll => {
    const every = parseDuration(written)
    return every === undefined ? { cron: written } : { every }
  })
  .meta({
    description: 'How often to look for mail besides IDLE: a duration or a cron expression.',
  })

/** Shorter would be a busy loop; longer than Node's timers can wait (24 days) would be one too. */
function atLeast100ms(written: string): boolean {
  const every = parseDuration(written)
  return every !== undefined && every >= 100 && every <= 86_400_000
}

export const mailbox = z
  .strictObject({
    name: name('A label for logs and commands; may change.'),
    address: address('The address that people write to.'),
    department: name('The department that gets the tickets of this mailbox.'),
    plusAddresses: flag(
      'Whether support+anything@ arrives here; leave it off until doctor has seen one arrive.',
    ).prefault(false),
    verp: flag(
      'Whether the return path of each mail names it, so that every report of its failure is understood; needs plusAddresses.',
    ).prefault(false),
    imap,
    smtp: smtp.optional().meta({ description: 'An SMTP server for this mailbox alone.' }),
    folder: text('The folder to watch.').prefault('INBOX'),
    start: start(
      'The first mail to act on: now (what is there already causes nothing), all, or a date.',
    ).prefault('now'),
    quietBefore: duration(
      'With start all or a date: mail older than this at the first connection tells nobody.',
      '0s',
    ).prefault('2d'),
    alarmAbove: count(
      'A re-read that would open more tickets than this at once stops and asks.',
      0,
      1_000_000,
    ).prefault(50),
    done: done.prefault({}),
    poll: poll.prefault('1m'),
    groups: addresses(
      'Addresses of groups in front of the mailbox, whose list headers are no sign of a list.',
    ).prefault([]),
    authservIds: authservIds(
      'Names by which the mail host signs its Authentication-Results: mx.example.org, *.example.org, or - for Microsoft 365, which gives none.',
    ).prefault([]),
  })
  .meta({ description: 'A mailbox that is turned into tickets.' })
